package dev.sekisho.controlplane.serve;

import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.secrets.GatewayCredentials;
import dev.sekisho.policies.secrets.GatewayCredentials.Credential;
import dev.sekisho.xds.model.GatewayInput;
import dev.sekisho.xds.model.SecretKey;
import dev.sekisho.xds.resources.ProxyScope;
import java.util.HashMap;
import java.util.function.Function;

/**
 * How the gateways of one scope see the cluster: with the Secrets that they may have. Immutable.
 *
 * @param name as logs name them
 */
record GatewayView(ProxyScope scope, String name, GatewayCredentials credentials) {

  static GatewayView of(
      ProxyScope scope,
      ConnectedScopes.Member member,
      Function<String, NamespaceFacts> namespaces,
      PolicySet policies) {
    var gateway = member.in(namespaces.apply(member.namespace()));
    return new GatewayView(scope, member.name(), GatewayCredentials.of(gateway, policies));
  }

  /** The input without what is withheld; itself if nothing is. */
  GatewayInput of(GatewayInput all) {
    var reasons = new HashMap<SecretKey, String>();
    for (var secret : all.certificates().keySet()) {
      credentials
          .withheld(new Credential(secret.namespace(), secret.name(), SecretChannel.INGRESS_TLS))
          .ifPresent(violation -> reasons.put(secret, reason(violation)));
    }
    return reasons.isEmpty() ? all : all.withholding(reasons);
  }

  private String reason(Violation violation) {
    return "on the gateway %s: %s (%s%s)"
        .formatted(
            name,
            violation.message(),
            violation.policy().isEmpty() ? "" : violation.policy() + ", ",
            violation.rule());
  }
}
