package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.CelMutation;
import dev.sekisho.policies.model.CelRule;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Exemption;
import dev.sekisho.policies.model.HostRules;
import dev.sekisho.policies.model.MeshSection;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicyId;
import dev.sekisho.policies.model.PolicyMatch;
import dev.sekisho.policies.model.SecretRules;
import dev.sekisho.policies.parse.WordShape.Word;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole policy document. */
final class PolicyShape {

  static final String GROUP = "sekisho.dev";

  private static final String ON_THE_CONFIG_MAP =
      "not permitted: a policy has only a name, the rest stands on its ConfigMap";

  static final Key<String> NAME =
      Key.required("name", "Name of the policy, unique within its ConfigMap.", Texts.NAME);
  static final Key<String> METADATA =
      Key.required(
          "metadata",
          "Only a name: all else stands on the ConfigMap.",
          ObjectShape.of(List.of(NAME), fields -> fields.require(NAME))
              .refusing(
                  Map.of(
                      "namespace", ON_THE_CONFIG_MAP,
                      "labels", ON_THE_CONFIG_MAP,
                      "annotations", ON_THE_CONFIG_MAP)));

  private static final Key<Enforcement> ENFORCEMENT =
      Key.optional(
          "enforcement",
          "What admission does about a violation: deny refuses the request, warn "
              + "lets it pass with a warning, dryrun only reports. Default: deny.",
          new WordShape<>(
              List.of(
                  new Word<>("deny", Enforcement.DENY),
                  new Word<>("warn", Enforcement.WARN),
                  new Word<>("dryrun", Enforcement.DRYRUN))));
  static final Key<PolicyMatch> MATCH =
      Key.optional(
          "match",
          "Where the policy applies; the keys AND, the entries of a list OR. "
              + "Default: everywhere.",
          MatchShape.SHAPE);
  static final Key<HostRules> HOSTS =
      Key.optional(
          "hosts",
          "Which hosts objects may claim: Ingresses, Gateways, VirtualServices, "
              + "routes and what claims names.",
          HostsShape.SHAPE);
  static final Key<SecretRules> SECRETS =
      Key.optional(
          "secrets",
          "Which Secrets workloads may use and how, paths of the node, and "
              + "SecretProviderClasses.",
          SecretsShape.SHAPE);

  static final Key<MeshSection> MESH =
      Key.optional(
          "mesh",
          "Which mTLS workloads take, and who may call them. In effect where the enforcement is "
              + "deny: a connection can't be let pass with a warning.",
          MeshShape.SHAPE);

  static final Key<List<CelRule>> RULES =
      Key.optional("rules", "Rules in CEL, as in a ValidatingAdmissionPolicy.", RulesShape.SHAPE);
  static final Key<List<CelMutation>> MUTATIONS =
      Key.optional(
          "mutations",
          "Changes to objects: JSON patches in CEL, as in a "
              + "MutatingAdmissionPolicy. Platform policies only.",
          MutationsShape.SHAPE);

  static final Key<List<Exemption>> EXEMPTIONS =
      Key.optional(
          "exemptions",
          "What may pass for a while though policies forbid it. Platform policies "
              + "only. An exempt object still passes the ledger of hosts.",
          ListShape.of(ExemptionShape.SHAPE));

  /** The sections whose keys are checks, which can be violated. */
  static final List<Key<?>> CHECKED = List.of(HOSTS, SECRETS, MESH);

  static final Key<Spec> SPEC =
      Key.required(
          "spec",
          "What the policy says.",
          ObjectShape.of(
                  List.of(ENFORCEMENT, MATCH, HOSTS, SECRETS, MESH, RULES, MUTATIONS, EXEMPTIONS),
                  Spec::of)
              .checking(ObjectShape.Check.also(PolicyShape::check, SubjectsOnlyDeny::asSchema)));

  private static final Key<String> API_VERSION =
      constant("apiVersion", "Version of this document.", GROUP + "/v1alpha1");
  private static final Key<String> KIND = constant("kind", "What this document is.", "Policy");

  static final ObjectShape<Document> SHAPE =
      ObjectShape.of(
          List.of(API_VERSION, KIND, METADATA, SPEC),
          fields -> new Document(fields.require(METADATA), fields.require(SPEC)));

  private PolicyShape() {}

  /** What a document says, apart from where it stands. */
  record Document(String name, Spec spec) {

    Policy in(String namespace, String configMap, Policy.Scope scope) {
      return new Policy(
          new PolicyId(namespace, configMap, name),
          scope,
          spec.enforcement,
          spec.match,
          spec.hosts,
          spec.secrets,
          spec.mesh,
          spec.rules,
          spec.mutations,
          spec.exemptions);
    }
  }

  record Spec(
      Enforcement enforcement,
      PolicyMatch match,
      Optional<HostRules> hosts,
      Optional<SecretRules> secrets,
      Optional<MeshSection> mesh,
      List<CelRule> rules,
      List<CelMutation> mutations,
      List<Exemption> exemptions) {

    static Spec of(Fields fields) {
      return new Spec(
          fields.get(ENFORCEMENT).orElse(Enforcement.DENY),
          fields.get(MATCH).orElse(PolicyMatch.ALL),
          fields.get(HOSTS),
          fields.get(SECRETS),
          fields.get(MESH),
          fields.get(RULES).orElse(List.of()),
          fields.get(MUTATIONS).orElse(List.of()),
          fields.get(EXEMPTIONS).orElse(List.of()));
    }
  }

  private static void check(Fields fields, YamlNode.Mapping spec, Spot at) {
    SubjectsOnlyDeny.check(fields, spec, at);
    RulesShape.namesAreUnique(RULES, spec, at);
    RulesShape.namesAreUnique(MUTATIONS, spec, at);
  }

  private static Key<String> constant(String name, String description, String value) {
    return Key.required(name, description, new WordShape<>(List.of(new Word<>(value, value))));
  }
}
