package dev.sekisho.policies.secrets;

import static dev.sekisho.policies.secrets.SecretWorld.under;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets of other namespaces, and Secrets whose names are known in part only. */
class SecretNamesTest {

  private static final String GATEWAY =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: g}
      spec: {listeners: [{tls: {certificateRefs: [%s]}}]}
      """;

  private static String storage(String name, String namespace) {
    return """
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: s}
      parameters:
        csi.storage.k8s.io/provisioner-secret-name: "%s"
        csi.storage.k8s.io/provisioner-secret-namespace: "%s"
      """
        .formatted(name, namespace);
  }

  private static String role(String group, String resource, String verbs) {
    return """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: r}
      rules: [{apiGroups: ["%s"], resources: ["%s"], verbs: [%s]}]
      """
        .formatted(group, resource, verbs);
  }

  @ParameterizedTest(name = "{0} of {1}: grant {2} {3}, denial {2} {4}")
  @CsvSource({
    "db, shop,  db,      covers, hits",
    "db, other, db,      -,      hits",
    "db, other, other/*, covers, hits",
    "db, other, '*',     covers, hits",
    "db, other, shop/db, -,      -"
  })
  void aSecretOfAnotherNamespaceIsNamedWithIt(
      String name, String namespace, String pattern, String grant, String denial) {
    var object = GATEWAY.formatted("{name: " + name + ", namespace: " + namespace + "}");
    assertThat(under("default: deny\ngrants: [{names: ['" + pattern + "']}]").create(object))
        .hasSize(grant.equals("covers") ? 0 : 1);
    assertThat(under("deny: [{names: ['" + pattern + "']}]").create(object))
        .hasSize(denial.equals("hits") ? 1 : 0);
  }

  @Test
  void whatIsNoSecretIsNone() {
    assertThat(
            under("default: deny")
                .create(GATEWAY.formatted("{group: acme.org, kind: Cert, name: db}")))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} in {1}: grant {2} {3}, denial {2} {4}")
  @CsvSource({
    "db,                      kube-system,        kube-system/db,  covers, hits",
    "db,                      kube-system,        db,              -,      hits",
    "key-${pvc.name},         kube-system,        kube-system/key-*, covers, hits",
    "key-${pvc.name},         kube-system,        kube-system/key-a, -,    hits",
    "key-${pvc.name},         kube-system,        kube-system/k??-?, -,    hits",
    "key-${pvc.name},         kube-system,        kube-system/x*,  -,      -",
    "db,                      ${pvc.namespace},   '*/db',          covers, hits",
    "db,                      ${pvc.namespace},   shop/db,         -,      hits"
  })
  void aTemplateMayBecomeAnything(
      String name, String namespace, String pattern, String grant, String denial) {
    var object = storage(name, namespace);
    assertThat(under("default: deny\ngrants: [{names: ['" + pattern + "']}]").create(object))
        .hasSize(grant.equals("covers") ? 0 : 1);
    assertThat(under("deny: [{names: ['" + pattern + "']}]").create(object))
        .hasSize(denial.equals("hits") ? 1 : 0);
  }

  @ParameterizedTest(name = "{0}/{1} {2}: {3}")
  @CsvSource({
    "'',   secrets,    get,              yes",
    "'*',  '*',        '\"*\"',          yes",
    "'',   secrets,    'list, watch',    yes",
    "'',   secrets,    patch,            yes",
    "'',   secrets,    update,           yes",
    "'',   secrets,    deletecollection, yes",
    "'',   secrets,    create,           no",
    "'',   secrets,    delete,           no",
    "'',   configmaps, get,              no",
    "apps, secrets,    get,              no"
  })
  void aRoleThatNamesNoneReadsAll(String group, String resource, String verbs, String reads) {
    var object = role(group, resource, verbs);
    int count = reads.equals("yes") ? 1 : 0;
    assertThat(under("default: deny").create(object)).hasSize(count);
    assertThat(under("default: deny\ngrants: [{names: [db]}]").create(object)).hasSize(count);
    assertThat(under("default: deny\ngrants: [{names: ['*']}]").create(object)).isEmpty();
    assertThat(under("deny: [{names: [db]}]").create(object)).hasSize(count);
  }

  @Test
  void istiosAddressesOfSecretsAreUnderstood() {
    var gateway =
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: g}
        spec: {servers: [{tls: {credentialName: "%s"}}]}
        """;
    var world = under("default: deny");
    assertThat(world.create(gateway.formatted("kubernetes-gateway://other/db")).getFirst())
        .startsWith("invalid gateway secret \"other/db\"");
    assertThat(world.create(gateway.formatted("kubernetes://db")).getFirst())
        .startsWith("invalid gateway secret \"db\"");
  }

  @Test
  void anExternalSecretWithoutANameIsKnownByItsBeginning() {
    var object =
        """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {generateName: db-}
        spec: {}
        """;
    assertThat(under("default: deny\ngrants: [{names: ['db-*']}]").create(object)).isEmpty();
    assertThat(under("default: deny\ngrants: [{names: [db-1]}]").create(object))
        .containsExactly(
            "invalid externalsecret secret \"db-*\" (externalSecret target: not granted)");
    assertThat(
            under("default: deny")
                .create(object.replace("spec: {}", "spec: {target: {creationPolicy: None}}")))
        .isEmpty();
  }
}
