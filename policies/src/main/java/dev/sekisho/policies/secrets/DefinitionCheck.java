package dev.sekisho.policies.secrets;

import dev.sekisho.policies.parse.Nearest;
import dev.sekisho.policies.secrets.SecretProviderClass.Item;
import dev.sekisho.policies.secrets.SecretProviderClass.SecretObject;
import dev.sekisho.policies.secrets.SecretRequest.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mistakes in a SecretProviderClass that its users would learn of only when a Pod hangs. What
 * it mounts is known for the AWS provider alone.
 */
final class DefinitionCheck {

  private static final String AWS = "aws";
  private static final String SECRETS_MANAGER = "secretsmanager";
  private static final String SSM_PARAMETER = "ssmparameter";
  private static final List<String> TYPES = List.of(SECRETS_MANAGER, SSM_PARAMETER);

  /** The type of object that an ARN of each service names. */
  private static final Map<String, String> TYPE_OF_SERVICE =
      Map.of(SECRETS_MANAGER, SECRETS_MANAGER, "ssm", SSM_PARAMETER);

  private final SecretProviderClass subject;
  private final Set<String> mounted = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  private DefinitionCheck(SecretProviderClass subject) {
    this.subject = subject;
  }

  static List<Finding> findings(SecretProviderClass subject, SecretLookup lookup) {
    var check = new DefinitionCheck(subject);
    for (String parameter : subject.notText()) {
      check.add(
          "parameter \"" + parameter + "\" (a string is expected: quote it)",
          "spec.parameters." + parameter);
    }
    boolean mountedIsKnown = subject.provider().equals(AWS) && check.objects();
    check.secretObjects(mountedIsKnown);
    check.otherClasses(lookup.providerClasses(subject.namespace()).orElse(List.of()));
    return List.copyOf(check.findings);
  }

  /** The AWS objects of a class; none for other providers. */
  static AwsObjects objectsOf(SecretProviderClass subject) {
    return Optional.ofNullable(subject.parameters().get("objects"))
        .filter(text -> subject.provider().equals(AWS))
        .map(AwsObjects::read)
        .orElse(new AwsObjects(List.of(), List.of()));
  }

  /** Whether what is mounted is known after that. */
  private boolean objects() {
    if (!subject.parameters().containsKey("objects")) {
      if (!subject.notText().contains("objects")) {
        add("parameter \"objects\" (missing)", AwsObjects.PATH);
      }
      return false;
    }
    var translation = translation();
    var read = objectsOf(subject);
    read.problems().forEach(p -> add("parameter \"objects\" (" + p.problem() + ")", p.path()));
    read.objects().forEach(object -> object(object, translation.orElse("_")));
    return read.problems().isEmpty() && translation.isPresent();
  }

  /** What stands for a slash in the name of a file; the slash itself if nothing shall. */
  private Optional<String> translation() {
    String text = subject.parameters().getOrDefault("pathTranslation", "");
    if (text.isEmpty()) {
      return Optional.of("_");
    }
    if (text.equalsIgnoreCase("false")) {
      return Optional.of("/");
    }
    if (text.length() != 1) {
      add(
          "parameter \"pathTranslation\" (expected one character, or \"False\")",
          "spec.parameters.pathTranslation");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private void object(AwsObject object, String translation) {
    if (object.name().isEmpty()) {
      add("object (objectName is missing)", object.fieldPath());
      return;
    }
    type(object);
    unique(object.name(), "objectName", object, object.fieldPath() + ".objectName");
    object
        .alias()
        .ifPresent(
            alias -> unique(alias, "objectAlias", object, object.fieldPath() + ".objectAlias"));
    if (object.failover().isPresent() && object.alias().isEmpty()) {
      add(of(object, "failoverObject needs an objectAlias"), object.fieldPath());
    }
    String file = object.alias().orElse(object.name());
    mounted.add(
        translation.equals("/") ? file.replaceFirst("^/+", "") : file.replace("/", translation));
    for (AwsObject.JmesPath part : object.jmesPaths()) {
      if (part.path().isEmpty() || part.alias().isEmpty()) {
        add(of(object, "jmesPath needs path and objectAlias"), part.fieldPath());
      } else {
        unique(part.alias(), "objectAlias", object, part.fieldPath() + ".objectAlias");
        mounted.add(
            translation.equals("/")
                ? part.alias().replaceFirst("^/+", "")
                : part.alias().replace("/", translation));
      }
    }
  }

  private void type(AwsObject object) {
    String at = object.fieldPath() + ".objectType";
    object
        .type()
        .filter(type -> !TYPES.contains(type))
        .ifPresent(
            type ->
                add(
                    of(
                        object,
                        "unknown objectType \"" + type + "\"" + Nearest.suggestion(type, TYPES)),
                    at));
    if (!AwsObject.isArn(object.name())) {
      if (object.type().isEmpty()) {
        add(of(object, "objectType is missing, and the name is no ARN"), at);
      }
      return;
    }
    var named =
        AwsObject.serviceOf(object.name())
            .flatMap(s -> Optional.ofNullable(TYPE_OF_SERVICE.get(s)));
    if (named.isEmpty()) {
      add(
          of(object, "neither an ARN of Secrets Manager nor of a parameter"),
          object.fieldPath() + ".objectName");
    } else if (object
        .type()
        .filter(TYPES::contains)
        .filter(t -> !named.get().equals(t))
        .isPresent()) {
      add(of(object, "the ARN is of a " + named.get() + ", objectType says otherwise"), at);
    }
  }

  /** The provider has one space of names for objects and aliases. */
  private void unique(String name, String what, AwsObject object, String fieldPath) {
    boolean own = what.equals("objectAlias") && name.equals(object.name());
    if (!names.add(name)) {
      add(
          of(
              object,
              own ? "objectAlias repeats the name" : "duplicate " + what + " \"" + name + "\""),
          fieldPath);
    }
  }

  private void secretObjects(boolean mountedIsKnown) {
    var made = new HashSet<String>();
    for (SecretObject secret : subject.secretObjects()) {
      if (!made.add(secret.secretName())) {
        add(
            "secret \"" + secret.secretName() + "\" (made twice)",
            secret.fieldPath() + ".secretName");
      }
      var keys = new HashSet<String>();
      for (Item item : secret.data()) {
        if (!keys.add(item.key())) {
          add(in(secret, "duplicate key \"" + item.key() + "\""), item.fieldPath() + ".key");
        }
        if (mountedIsKnown && !mounted.contains(item.objectName())) {
          add(
              in(
                  secret,
                  "nothing is mounted as \""
                      + item.objectName()
                      + "\""
                      + Nearest.suggestion(item.objectName(), mounted)),
              item.fieldPath() + ".objectName");
        }
      }
    }
  }

  private void otherClasses(List<SecretProviderClass> all) {
    for (SecretObject secret : subject.secretObjects()) {
      all.stream()
          .filter(other -> !other.name().equals(subject.name()))
          .filter(other -> other.making(secret.secretName()).isPresent())
          .findFirst()
          .ifPresent(
              other ->
                  add(
                      in(secret, other.name() + " makes it, too"),
                      secret.fieldPath() + ".secretName"));
    }
  }

  private static String of(AwsObject object, String reason) {
    return "object \"" + object.name() + "\" (" + reason + ")";
  }

  private static String in(SecretObject secret, String reason) {
    return "secret \"" + secret.secretName() + "\" (" + reason + ")";
  }

  private void add(String message, String fieldPath) {
    findings.add(new Finding(message, fieldPath, false));
  }
}
