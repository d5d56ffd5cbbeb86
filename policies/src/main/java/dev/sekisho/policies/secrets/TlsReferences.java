package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.SecretChannel;
import java.util.List;

/** The Secrets with certificates that Ingresses and Gateways name. */
final class TlsReferences {

  private static final String OWN = "kubernetes://";
  private static final String ANYWHERE = "kubernetes-gateway://";

  private TlsReferences() {}

  static void ingress(JsonNode object, ReferenceReader into) {
    var fields = into.fields();
    fields
        .object(object, "spec", "")
        .ifPresent(
            spec ->
                fields.objects(
                    spec,
                    "tls",
                    "spec",
                    (tls, at) ->
                        fields
                            .name(tls, "secretName", at)
                            .ifPresent(
                                name ->
                                    into.add(
                                        SecretChannel.INGRESS_TLS, name, "", at + ".secretName"))));
  }

  /** Istio reads them in the namespace of the gateway's Pods, which the object doesn't tell. */
  static void istioGateway(JsonNode object, ReferenceReader into) {
    var fields = into.fields();
    fields
        .object(object, "spec", "")
        .ifPresent(
            spec ->
                fields.objects(spec, "servers", "spec", (server, at) -> server(server, at, into)));
  }

  private static void server(JsonNode server, String at, ReferenceReader into) {
    var fields = into.fields();
    String where = at + ".tls";
    fields
        .object(server, "tls", at)
        .ifPresent(
            tls -> {
              for (String key : List.of("credentialName", "caCertCredentialName")) {
                fields
                    .name(tls, key, where)
                    .ifPresent(name -> credential(name, key, where + "." + key, into));
              }
              var several = fields.texts(tls, "credentialNames", where);
              for (int i = 0; i < several.size(); i++) {
                credential(
                    several.get(i), "credentialNames", where + ".credentialNames[" + i + "]", into);
              }
            });
  }

  /** A name, or the address that a name stands for. */
  private static void credential(
      String text, String detail, String fieldPath, ReferenceReader into) {
    String name = text.startsWith(OWN) ? text.substring(OWN.length()) : text;
    String namespace = "";
    int slash = name.indexOf('/', ANYWHERE.length());
    if (name.startsWith(ANYWHERE) && slash > 0) {
      namespace = name.substring(ANYWHERE.length(), slash);
      name = name.substring(slash + 1);
    }
    into.add(SecretChannel.GATEWAY_CREDENTIAL, name, namespace, detail, fieldPath);
  }

  static void gateway(JsonNode object, ReferenceReader into) {
    var fields = into.fields();
    fields
        .object(object, "spec", "")
        .ifPresent(
            spec ->
                fields.objects(
                    spec,
                    "listeners",
                    "spec",
                    (listener, at) ->
                        fields
                            .object(listener, "tls", at)
                            .ifPresent(
                                tls ->
                                    fields.objects(
                                        tls,
                                        "certificateRefs",
                                        at + ".tls",
                                        (ref, where) -> certificate(ref, where, into)))));
  }

  private static void certificate(JsonNode ref, String at, ReferenceReader into) {
    var fields = into.fields();
    var group = fields.text(ref, "group", at).orElse("");
    var kind = fields.name(ref, "kind", at).orElse("Secret");
    var namespace = fields.name(ref, "namespace", at).orElse("");
    if (group.isEmpty() && kind.equals("Secret")) {
      fields
          .name(ref, "name", at)
          .ifPresent(
              name ->
                  into.add(
                      SecretChannel.GATEWAY_CREDENTIAL,
                      name,
                      namespace,
                      "certificateRefs",
                      at + ".name"));
    }
  }
}
