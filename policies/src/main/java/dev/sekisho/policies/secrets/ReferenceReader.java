package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.objects.FieldReader;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.secrets.PodFacts.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads which Secrets an object of a kind that makes no Pods names. Never throws: what can't be
 * read is noted as a problem.
 */
final class ReferenceReader {

  /** How a kind names Secrets. */
  private interface Reading {
    void read(JsonNode object, ReferenceReader into);
  }

  private static final Map<String, Reading> READINGS =
      Map.ofEntries(
          Map.entry("ServiceAccount", (object, into) -> into.serviceAccount(object)),
          Map.entry("Ingress.networking.k8s.io", TlsReferences::ingress),
          Map.entry("Ingress.extensions", TlsReferences::ingress),
          Map.entry("Gateway.networking.istio.io", TlsReferences::istioGateway),
          Map.entry("Gateway.gateway.networking.k8s.io", TlsReferences::gateway),
          Map.entry("ExternalSecret.external-secrets.io", ExternalSecrets::externalSecret),
          Map.entry("ClusterExternalSecret.external-secrets.io", ExternalSecrets::cluster),
          Map.entry("StorageClass.storage.k8s.io", StorageReferences::parameters),
          Map.entry("VolumeSnapshotClass.snapshot.storage.k8s.io", StorageReferences::parameters),
          Map.entry("PersistentVolume", StorageReferences::persistentVolume),
          Map.entry("Role.rbac.authorization.k8s.io", RbacReferences::read),
          Map.entry("ClusterRole.rbac.authorization.k8s.io", RbacReferences::read));

  private final FieldReader fields;
  private final String namespace;
  private final List<SecretReference> references = new ArrayList<>();
  private Users users = Users.NO_WORKLOAD;

  private ReferenceReader(String namespace, FieldReader fields) {
    this.namespace = namespace;
    this.fields = fields;
  }

  /** Whether objects of this kind name Secrets. */
  static boolean reads(GroupVersionKind kind) {
    return READINGS.containsKey(nameOf(kind));
  }

  /**
   * @param namespace of the object; empty for cluster-scoped ones
   */
  static List<SecretReference> read(
      GroupVersionKind kind, JsonNode object, String namespace, FieldReader fields) {
    var reader = new ReferenceReader(namespace, fields);
    Optional.ofNullable(READINGS.get(nameOf(kind))).ifPresent(r -> r.read(object, reader));
    return List.copyOf(reader.references);
  }

  private static String nameOf(GroupVersionKind kind) {
    return kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group();
  }

  FieldReader fields() {
    return fields;
  }

  /** Adds a Secret of the object's own namespace. */
  void add(SecretChannel channel, String name, String detail, String fieldPath) {
    add(channel, name, "", detail, fieldPath);
  }

  /**
   * @param of the namespace of the Secret; empty for that of the object
   */
  void add(SecretChannel channel, String name, String of, String detail, String fieldPath) {
    var other = of.equals(namespace) ? "" : of;
    references.add(new SecretReference(name, other, channel, detail, users, fieldPath));
  }

  private void serviceAccount(JsonNode object) {
    var own =
        fields
            .object(object, "metadata", "")
            .flatMap(metadata -> fields.name(metadata, "name", "metadata"));
    users = Users.of(new WorkloadSubject(own, Optional.empty(), Optional.empty()));
    for (String list : List.of("secrets", "imagePullSecrets")) {
      for (Named secret : names(object, list, "", fields)) {
        if (!LegacyToken.isNameOf(secret.name(), own.orElse(""))) {
          add(SecretChannel.SERVICE_ACCOUNT, secret.name(), list, secret.fieldPath());
        }
      }
    }
  }

  /** The {@code name}s in a list of objects. */
  static List<Named> names(JsonNode parent, String list, String path, FieldReader fields) {
    var names = new ArrayList<Named>();
    fields.objects(
        parent,
        list,
        path,
        (entry, at) ->
            fields
                .name(entry, "name", at)
                .ifPresent(name -> names.add(new Named(name, at + ".name"))));
    return names;
  }
}
