package dev.sekisho.policies.secrets;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Exemptions;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which Secrets a gateway is given to serve. The policies that match the gateway's namespace
 * decide, as they do for a Pod that would mount the Secret; only those that deny count. Immutable.
 */
public final class GatewayCredentials {

  /** The rule by which a Secret stays where it is. */
  static final String GRANTS = "secrets.grants";

  private static final String NO_POLICY = "";
  private static final String KIND_WORD = "gateway";

  private final Gateway gateway;
  private final PolicySet policies;
  private final List<Policy> matching;

  private GatewayCredentials(Gateway gateway, PolicySet policies, List<Policy> matching) {
    this.gateway = gateway;
    this.policies = policies;
    this.matching = matching;
  }

  /**
   * What policies let a gateway have.
   *
   * @param policies with the exemptions that count now: {@link PolicySet#at}
   */
  public static GatewayCredentials of(Gateway gateway, PolicySet policies) {
    return new GatewayCredentials(
        gateway,
        policies,
        policies
            .matching(gateway.namespace())
            .filter(policy -> policy.enforcement() == Enforcement.DENY)
            .filter(policy -> policy.secrets().isPresent())
            .toList());
  }

  /**
   * A gateway, by what the API server knows of it.
   *
   * @param namespace the one that its Pod runs in
   * @param own whether it belongs to Sekisho itself, and may so serve every namespace
   */
  public record Gateway(
      NamespaceFacts namespace, String serviceAccount, Map<String, String> podLabels, boolean own) {

    public Gateway {
      podLabels = Map.copyOf(podLabels);
    }
  }

  /** A Secret, and the way in which the gateway comes to it. */
  public record Credential(String namespace, String name, SecretChannel channel) {}

  /**
   * Why the gateway isn't given the Secret; empty if it is. It is given what nothing denies and a
   * policy grants; Sekisho's own gateways also what no policy's {@code default} withholds. Others
   * aren't given even their own namespace's without a grant: any Pod can call itself a gateway,
   * also one that mounts no Secret. As a gateway's containers aren't looked at, a grant to some
   * containers or images is none to it.
   */
  public Optional<Violation> withheld(Credential credential) {
    var reference = reference(credential);
    var violated =
        Exemptions.filter(
            violations(reference),
            gateway.namespace(),
            gateway::podLabels,
            Optional.empty(),
            policies);
    if (!violated.isEmpty()) {
      return Optional.of(violated.getFirst());
    }
    return gateway.own() || isGranted(reference)
        ? Optional.empty()
        : Optional.of(ungranted(reference));
  }

  private SecretReference reference(Credential credential) {
    boolean home = credential.namespace().equals(gateway.namespace().name());
    return new SecretReference(
        credential.name(),
        home ? "" : credential.namespace(),
        credential.channel(),
        "",
        Users.of(
            new WorkloadSubject(
                Optional.of(gateway.serviceAccount()),
                Optional.of(gateway.podLabels()),
                Optional.empty())),
        "");
  }

  private List<Violation> violations(SecretReference reference) {
    var request = SecretRequest.of(KIND_WORD, List.of(reference), List.of());
    return matching.stream()
        .flatMap(
            policy ->
                policy.secrets().stream()
                    .flatMap(
                        rules ->
                            SecretChecks.violations(
                                policy, rules, matching, request, SecretLookup.NOTHING_KNOWN)
                                .stream()))
        .toList();
  }

  private boolean isGranted(SecretReference reference) {
    return matching.stream()
        .findAny()
        .filter(policy -> SecretGrants.against(policy, matching).cover(reference))
        .isPresent();
  }

  private static Violation ungranted(SecretReference reference) {
    return new Violation(
        NO_POLICY,
        GRANTS,
        reference.fieldPath(),
        "invalid %s secret \"%s\" (%s: not granted)"
            .formatted(KIND_WORD, reference.qualifiedName(), reference.where()),
        Enforcement.DENY);
  }
}
