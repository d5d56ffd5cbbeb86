package dev.sekisho.policies.secrets;

import static dev.sekisho.policies.secrets.SecretWorld.pod;
import static dev.sekisho.policies.secrets.SecretWorld.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of SecretProviderClasses and of those who use them. */
class ProviderClassTest {

  private static final String CHECK = "providerClasses: {}";

  private static String named(String name, String provider, String parameters, String rest) {
    return "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\n"
        + "metadata: {name: %s}\nspec:\n  provider: %s\n  parameters:\n".formatted(name, provider)
        + parameters.indent(4)
        + rest.indent(2);
  }

  private static String aws(String objects, String rest) {
    return named("store", "aws", "objects: |\n" + objects.indent(2), rest);
  }

  private static final String GOOD =
      """
      - objectName: "prod/db"
        objectType: "secretsmanager"
        jmesPath:
        - {path: username, objectAlias: user}
      - objectName: /prod/key
        objectType: ssmparameter
        objectAlias: key
      - objectName: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/x-AbCdEf"
      """;

  @Test
  void aGoodOneHasNoMistake() {
    assertThat(
            under(CHECK)
                .create(
                    aws(
                        GOOD,
                        """
                        secretObjects:
                        - secretName: db
                          data:
                          - {objectName: prod_db, key: all}
                          - {objectName: user, key: user}
                          - {objectName: key, key: key}
                        """)))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "- {objectName: a, objectType: secretmanager}                                    | object \"a\" (unknown objectType \"secretmanager\", did you mean \"secretsmanager\"?)",
        "- {objectName: a, objectType: ssm}                                              | object \"a\" (unknown objectType \"ssm\")",
        "- {objectName: a}                                                               | object \"a\" (objectType is missing, and the name is no ARN)",
        "- {objectType: ssmparameter}                                                    | object (objectName is missing)",
        "- {objectName: 'arn:aws:s3:::bucket'}                                           | object \"arn:aws:s3:::bucket\" (neither an ARN of Secrets Manager nor of a parameter)",
        "- {objectName: 'arn:aws:ssm:r:1:parameter/a', objectType: secretsmanager}       | object \"arn:aws:ssm:r:1:parameter/a\" (the ARN is of a ssmparameter, objectType says otherwise)",
        "- {objectName: a, objectType: ssmparameter, jmesPath: [{path: x}]}              | object \"a\" (jmesPath needs path and objectAlias)",
        "- {objectName: a, objectType: ssmparameter, failoverObject: {objectName: b}}    | object \"a\" (failoverObject needs an objectAlias)",
        "- {objectName: a, objectType: ssmparameter, objectAlias: a}                     | object \"a\" (objectAlias repeats the name)",
        "[{objectName: a, objectType: ssmparameter}, {objectName: a, objectType: ssmparameter}] | object \"a\" (duplicate objectName \"a\")",
        "[{objectName: a, objectType: ssmparameter, objectAlias: x}, {objectName: b, objectType: ssmparameter, objectAlias: x}] | object \"b\" (duplicate objectAlias \"x\")",
        "a: b                                                                            | parameter \"objects\" (expected a list of objects, but this is a mapping)",
        "- a                                                                             | parameter \"objects\" (expected a mapping, but this is a string)",
        "- {objectName: 7, objectType: ssmparameter, objectAlias: x}                     | parameter \"objects\" (expected a string, but this is a number)",
        "- {objectName: [a                                                               | parameter \"objects\" (line 2: expected \",\" or \"]\" in the list that begins at 1:16: quote text with brackets or braces)",
      })
  void mistakesInObjects(String objects, String message) {
    assertThat(under(CHECK).create(aws(objects, "")))
        .contains("invalid secretproviderclass " + message);
    assertThat(under("providerClasses: {check: false}").create(aws(objects, ""))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "usePodIdentity: true            | parameter \"usePodIdentity\" (a string is expected: quote it)",
        "usePodIdentity: 'true'          |",
        "pathTranslation: ab             | parameter \"pathTranslation\" (expected one character, or \"False\")",
        "pathTranslation: 'False'        |",
        "region: eu-west-1               |"
      })
  void mistakesInParameters(String parameter, String message) {
    var object = named("store", "aws", "objects: '[]'\n" + parameter, "");
    assertThat(under(CHECK).create(object))
        .isEqualTo(message == null ? List.of() : List.of("invalid secretproviderclass " + message));
  }

  @Test
  void objectsMustBeThere() {
    assertThat(under(CHECK).create(named("store", "aws", "region: x", "")))
        .containsExactly("invalid secretproviderclass parameter \"objects\" (missing)");
    assertThat(under(CHECK).create(named("store", "vault", "roleName: x", ""))).isEmpty();
  }

  @ParameterizedTest(name = "{0} with pathTranslation {1}")
  @CsvSource({
    "prod_db,  '_',   -",
    "prod/db,  '_',   'nothing is mounted as \"prod/db\", did you mean \"prod_db\"?'",
    "prod-db,  '-',   -",
    "prod/db,  False, -",
    "prod/key, False, 'nothing is mounted as \"prod/key\"'",
    "key,      '_',   -",
    "user,     '_',   -",
    "_prod_key,'_',   'nothing is mounted as \"_prod_key\"'"
  })
  void whatIsMadeMustBeMounted(String objectName, String translation, String problem) {
    var object =
        named(
            "store",
            "aws",
            "pathTranslation: '" + translation + "'\nobjects: |\n" + GOOD.indent(2),
            "secretObjects: [{secretName: db, data: [{objectName: %s, key: k}]}]"
                .formatted(objectName));
    var found = under(CHECK).create(object);
    if (problem.equals("-")) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found)
          .singleElement()
          .asString()
          .startsWith("invalid secretproviderclass secret \"db\" (" + problem);
    }
  }

  @Test
  void keysAndSecretsAreMadeOnce() {
    var object =
        aws(
            GOOD,
            """
            secretObjects:
            - secretName: db
              data: [{objectName: user, key: k}, {objectName: key, key: k}]
            - {secretName: db, data: []}
            - {secretName: other, data: []}
            """);
    assertThat(
            under(CHECK)
                .stored(
                    named("rival", "aws", "objects: '[]'", "secretObjects: [{secretName: other}]"))
                .stored(object)
                .create(object))
        .containsExactly(
            "invalid secretproviderclass secret \"db\" (duplicate key \"k\")",
            "invalid secretproviderclass secret \"db\" (made twice)",
            "invalid secretproviderclass secret \"other\" (rival makes it, too)");
  }

  private static final String MADE =
      "secretObjects: [{secretName: db, data: [{objectName: user, key: user}]}]";

  private static String using(String container, String csi) {
    return pod(
        """
        containers: [{name: api, %s}]
        volumes:
        - {name: v, csi: {driver: secrets-store.csi.k8s.io, %s, volumeAttributes: {secretProviderClass: store}}}
        """
            .formatted(container, csi));
  }

  private static final String MOUNT = "volumeMounts: [{name: v, mountPath: /mnt, readOnly: true}]";

  private static String env(String key) {
    return "env: [{name: U, valueFrom: {secretKeyRef: {name: db, key: %s}}}]".formatted(key);
  }

  @Test
  void aClassThatIsMissingMayComeLater() {
    var object = using(MOUNT, "readOnly: true");
    assertThat(under(CHECK).violationsOf(object))
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.message())
                  .isEqualTo(
                      "invalid pod secret provider class \"store\" (volume v: there is none of this"
                          + " name, yet)");
              assertThat(v.enforcement()).isEqualTo(Enforcement.WARN);
              assertThat(v.rule()).isEqualTo("secrets.providerClasses.check");
            });
    assertThat(under(CHECK).classesUnknown().create(object)).isEmpty();
    assertThat(SecretWorld.withoutPolicy().and("a", "dryrun", CHECK).violationsOf(object))
        .extracting(Violation::enforcement)
        .containsExactly(Enforcement.DRYRUN);
  }

  @Test
  void aSecretIsMadeOnlyForWhoMountsTheClass() {
    var world = under(CHECK).stored(aws(GOOD, MADE));
    assertThat(world.create(using(MOUNT + ", " + env("user"), "readOnly: true"))).isEmpty();
    assertThat(world.create(using(env("user"), "readOnly: true")))
        .containsExactly(
            "invalid pod secret \"db\" (container api, env U: made by secret provider class store,"
                + " which no container mounts)");
    assertThat(world.create(using(MOUNT + ", " + env("usr"), "readOnly: true")))
        .containsExactly(
            "invalid pod secret \"db\" (container api, env U: secret provider class store makes no"
                + " key \"usr\")");
    assertThat(world.create(pod("containers: [{name: api, envFrom: [{secretRef: {name: db}}]}]")))
        .containsExactly(
            "invalid pod secret \"db\" (container api, envFrom: made by secret provider class"
                + " store, which no container mounts)");
    assertThat(world.create(pod("containers: [{name: api, envFrom: [{secretRef: {name: x}}]}]")))
        .as("made by nobody")
        .isEmpty();
  }

  @Test
  void volumesAndMountsAreReadOnly() {
    var world = under(CHECK).stored(aws(GOOD, MADE));
    assertThat(world.create(using("volumeMounts: [{name: v, mountPath: /mnt}]", "readOnly: false")))
        .containsExactly(
            "invalid pod mount \"/mnt\" (container api, volume v: not read-only)",
            "invalid pod volume \"v\" (csi: not read-only)");
  }

  @Test
  void onlySomeClassesMayBeUsed() {
    var object = using(MOUNT, "readOnly: true");
    assertThat(under("providerClasses: {allow: ['aws-*'], check: false}").violationsOf(object))
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.message())
                  .isEqualTo("invalid pod secret provider class \"store\" (allowed: aws-*)");
              assertThat(v.rule()).isEqualTo("secrets.providerClasses.allow");
            });
    assertThat(
            under("providerClasses: {allow: ['aws-*'], check: false}")
                .and("b", "deny", "providerClasses: {allow: [store], check: false}")
                .create(object))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "prod/shop/db,                                                   -",
    "/prod/shop/db,                                                  -",
    "prod/other/db,                                                  refused",
    "/dev/prod/shop/db,                                              refused",
    "arn:aws:secretsmanager:eu-west-1:1:secret:prod/shop/db-AbCdEf,  -",
    "arn:aws:secretsmanager:eu-west-1:1:secret:prod/other/db-AbCdEf, refused",
    "arn:aws:ssm:eu-west-1:1:parameter/prod/shop/db,                 -",
    "arn:aws:ssm:eu-west-1:1:parameter/prod/other/db,                refused"
  })
  void objectsAreOfTheNamespace(String name, String verdict) {
    String section =
        "providerClasses: {check: false, objectPrefixes: ['/prod/${namespace}/', 'prod/${namespace}/']}";
    var object = aws("- {objectName: '%s', objectType: ssmparameter}".formatted(name), "");
    var expected =
        "invalid secretproviderclass object \"%s\" (allowed: /prod/shop/, prod/shop/)"
            .formatted(name);
    assertThat(under(section).create(object))
        .isEqualTo(verdict.equals("-") ? List.of() : List.of(expected));
  }

  @Test
  void namesThatCannotBeReadAreNotOfTheNamespace() {
    String section = "providerClasses: {check: false, objectPrefixes: ['a/']}";
    String message =
        "invalid secretproviderclass provider \"%s\" (the names of its objects can't be read)";
    assertThat(under(section).create(named("s", "gcp", "secrets: x", "")))
        .containsExactly(message.formatted("gcp"));
    assertThat(under(section).create(aws("- {objectName: [", "")))
        .containsExactly(message.formatted("aws"));
    assertThat(
            under(section)
                .create(
                    aws(
                        "- {objectName: a/x, objectAlias: x, failoverObject: {objectName: b/x}}",
                        "")))
        .containsExactly("invalid secretproviderclass object \"b/x\" (allowed: a/)");
  }
}
