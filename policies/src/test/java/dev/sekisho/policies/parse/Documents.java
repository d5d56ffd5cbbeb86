package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.HostRules;
import dev.sekisho.policies.model.MeshSection;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.SecretRules;
import java.util.List;

/** Policy documents for tests. */
final class Documents {

  static final String OWN = "sekisho-system";

  /** Every key that is supported. */
  static final String FULL =
      """
      # hosts of the platform
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        enforcement: warn
        match:
          namespaces: ["qa", "team-*"]
          namespaceSelector:
            matchLabels: {tier: edge, example.org/zone: ""}
            matchExpressions:
            - {key: env, operator: In, values: [qa, staging]}
            - {key: legacy, operator: DoesNotExist}
          exclude: {namespaces: ["kube-*"], subjects: ["group:admins"]}
        hosts:
          allow: ["*.${namespace}.acmecorp.com", "*.internal.acmecorp.com"]
          deny: ["admin.acmecorp.com"]
          allowFromNamespaceAnnotation: ingress-whitelist
          unlisted: allow
          empty: allow
          wildcard: deny
          conflicts: allow
          ownerLabel: team
          unique: hostAndPath
          ingressClasses: [sekisho, nginx]
          tls: {required: true, mustCoverHosts: false}
          annotations: {deny: ["nginx.ingress.kubernetes.io/*-snippet"], require: {kubernetes.io/ingress.allow-http: "false"}}
        secrets:
          default: deny
          grants:
          - names: ["db-*"]
            via: [volume, projected, env, envFrom]
            workloads:
              serviceAccounts: [api]
              selector: {matchLabels: {app: api}}
              containers: [api]
              images: ["registry.acme/*"]
          deny:
          - {via: [env, envFrom], names: ["*"]}
          mounts: {readOnly: require, paths: ["/etc/secrets/*", "/mnt/*"]}
          hostPaths:
            deny: ["/", "/etc/", "/var/run/*.sock"]
            allow: [{paths: ["/var/run/*.sock"], workloads: {serviceAccounts: [falco]}}]
          providerClasses: {allow: ["aws-*"], check: false, objectPrefixes: ["/prod/${namespace}/"], csi: inject}
          automountServiceAccountToken: set
        mesh:
          workloads: {selector: {matchLabels: {app: api}}}
          mtls: {mode: STRICT, ports: {8080: PERMISSIVE, 9090: DISABLE}}
          allowFrom:
          - principals: ["cluster.local/ns/shop/sa/web", "*/sa/probe-?"]
            to: {ports: [9080, 9090], methods: [GET, "P*"], paths: ["/api/*", "*.html"]}
          - {principals: ["*"]}
          inject: {enabled: true, allow: [userVolume, bootstrapOverride, proxyImage, excludedPorts]}
        exemptions:
        - namespaces: [legacy]
          checks: [hosts.unlisted, rules.limits]
          selector: {matchLabels: {app: shop}}
          subjects: []
          reason: moves in Q1
          expires: 2027-01-01
      """;

  private Documents() {}

  /** A policy of this name with this spec, which begins on line 5 and is indented by two. */
  static String policy(String name, String spec) {
    return "apiVersion: sekisho.dev/v1alpha1\nkind: Policy\nmetadata: {name: %s}\nspec:\n%s"
        .formatted(name, spec.indent(2));
  }

  static ParseResult parse(String text) {
    return PolicyParser.parse(new PolicySourceText(OWN, "policies", "edge.yaml", text, OWN));
  }

  /** Parses a text of the namespace {@code shop}. */
  static ParseResult parseOfShop(String text) {
    return PolicyParser.parse(new PolicySourceText("shop", "policies", "edge.yaml", text, OWN));
  }

  static ParseResult parseSkipping(String text) {
    return PolicyParser.parse(
        new PolicySourceText(OWN, "policies", "edge.yaml", text, OWN), OtherKinds.SKIP);
  }

  /** The problems as printed, without the name of the text. */
  static List<String> problemsOf(String text) {
    return parse(text).problems().stream()
        .map(p -> p.toString().substring("edge.yaml:".length()))
        .toList();
  }

  static Policy only(ParseResult result) {
    if (!result.problems().isEmpty() || result.policies().size() != 1) {
      throw new AssertionError("expected one policy, got " + result);
    }
    return result.policies().getFirst();
  }

  static SecretRules secrets(String section) {
    return only(parse(policy("edge", section))).secrets().orElseThrow();
  }

  static MeshSection mesh(String section) {
    return only(parse(policy("edge", section))).mesh().orElseThrow();
  }

  static HostRules hosts(String section) {
    return only(parse(policy("edge", section))).hosts().orElseThrow();
  }
}
