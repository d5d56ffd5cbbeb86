package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.AnnotationRules;
import dev.sekisho.policies.model.HostClaimRule;
import dev.sekisho.policies.model.HostRules;
import dev.sekisho.policies.model.HostRules.Uniqueness;
import dev.sekisho.policies.model.PatternTemplate;
import dev.sekisho.policies.model.TlsRules;
import dev.sekisho.policies.parse.WordShape.Word;
import java.util.List;

/** The {@code hosts} section and its defaults. */
final class HostsShape {

  static final WordShape<Boolean> DENIED =
      new WordShape<>(List.of(new Word<>("deny", true), new Word<>("allow", false)));

  static final Key<List<PatternTemplate>> ALLOW =
      Key.optional(
          "allow",
          "Hosts that are allowed: names, *.suffix or *; ${namespace} stands for "
              + "the namespace of the object. The lists of platform policies unite; that "
              + "of a namespace's own policy narrows them.",
          ListShape.of(Texts.HOST_PATTERN));
  private static final Key<List<PatternTemplate>> DENY =
      Key.optional(
          "deny",
          "Hosts that are denied, over all that is allowed; any overlap violates.",
          ListShape.of(Texts.HOST_PATTERN));
  static final Key<String> ALLOW_FROM_ANNOTATION =
      Key.optional(
          "allowFromNamespaceAnnotation",
          "Name of an annotation of the namespace that lists further allowed hosts, "
              + "separated by commas.",
          Texts.ANNOTATION_KEY);
  static final Key<Boolean> UNLISTED =
      Key.optional(
          "unlisted",
          "A host that no allowed pattern covers. Default: deny where allow or "
              + "allowFromNamespaceAnnotation stands.",
          DENIED);
  static final Key<Boolean> EMPTY =
      Key.optional(
          "empty",
          "A rule without host, and a default backend, which claim every host. " + "Default: deny.",
          DENIED);
  static final Key<Boolean> WILDCARD =
      Key.optional(
          "wildcard",
          "Wildcard hosts at all. Default: allow, and then an allowed pattern must "
              + "cover the whole set.",
          DENIED);
  static final Key<Boolean> CONFLICTS =
      Key.optional(
          "conflicts",
          "At admission, a host that overlaps one of another owner. Default: deny. "
              + "Routing gives a host to one owner in any case.",
          DENIED);
  static final Key<String> OWNER_LABEL =
      Key.optional(
          "ownerLabel",
          "Label of namespaces; those with one value are one owner. Default: each "
              + "namespace is its own. Platform policies only.",
          Texts.LABEL_KEY);
  private static final Key<Uniqueness> UNIQUE =
      Key.optional(
          "unique",
          "What must be unique also within one owner, at admission. Default: none.",
          new WordShape<>(
              List.of(
                  new Word<>("none", Uniqueness.NONE),
                  new Word<>("host", Uniqueness.HOST),
                  new Word<>("hostAndPath", Uniqueness.HOST_AND_PATH))));
  private static final Key<List<String>> INGRESS_CLASSES =
      Key.optional(
          "ingressClasses",
          "The classes of Ingresses that are allowed; an Ingress without class has "
              + "the default class. Default: every class.",
          ListShape.notEmpty(
              Texts.NAME, "an empty list would allow no class: leave the key out to allow every"));

  private static final Key<TlsRules> TLS =
      Key.optional("tls", "What is asked of the TLS entries.", TlsShape.SHAPE);
  private static final Key<AnnotationRules> ANNOTATIONS =
      Key.optional(
          "annotations",
          "What is asked of the annotations of objects that claim hosts.",
          AnnotationsShape.SHAPE);

  static final Key<List<HostClaimRule>> CLAIMS =
      Key.optional(
          "claims", "What other kinds claim, in CEL; platform policies only.", ClaimsShape.SHAPE);

  static final ObjectShape<HostRules> SHAPE =
      ObjectShape.of(
          List.of(
              ALLOW,
              DENY,
              ALLOW_FROM_ANNOTATION,
              UNLISTED,
              EMPTY,
              WILDCARD,
              CONFLICTS,
              OWNER_LABEL,
              UNIQUE,
              TLS,
              INGRESS_CLASSES,
              ANNOTATIONS,
              CLAIMS),
          HostsShape::build);

  private HostsShape() {}

  private static HostRules build(Fields fields) {
    boolean lists = fields.has(ALLOW) || fields.has(ALLOW_FROM_ANNOTATION);
    return new HostRules(
        fields.get(ALLOW).orElse(List.of()),
        fields.get(DENY).orElse(List.of()),
        fields.get(ALLOW_FROM_ANNOTATION),
        fields.get(UNLISTED).orElse(lists),
        fields.get(EMPTY).orElse(true),
        fields.get(WILDCARD).orElse(false),
        fields.get(CONFLICTS).orElse(true),
        fields.get(OWNER_LABEL),
        fields.get(UNIQUE).orElse(Uniqueness.NONE),
        fields.get(INGRESS_CLASSES),
        fields.get(TLS).orElse(TlsRules.NONE),
        fields.get(ANNOTATIONS).orElse(AnnotationRules.NONE),
        fields.get(CLAIMS).orElse(List.of()));
  }
}
