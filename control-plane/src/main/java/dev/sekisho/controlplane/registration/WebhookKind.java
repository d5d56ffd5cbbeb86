package dev.sekisho.controlplane.registration;

import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.registration.RegistrationRule;
import dev.sekisho.policies.registration.RegistrationRules;
import java.util.Collection;
import java.util.List;

/** The two kinds of webhook configurations. */
public enum WebhookKind {
  VALIDATING(
      "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", "validate.sekisho.dev") {
    @Override
    List<RegistrationRule> rules(PolicySet policies, Collection<RegistrationRule> asked) {
      return RegistrationRules.validating(policies, asked);
    }
  },
  MUTATING("MutatingWebhookConfiguration", "mutatingwebhookconfigurations", "mutate.sekisho.dev") {
    @Override
    List<RegistrationRule> rules(PolicySet policies, Collection<RegistrationRule> asked) {
      return RegistrationRules.mutating(policies, asked);
    }
  };

  public static final String GROUP = "admissionregistration.k8s.io";
  public static final String VERSION = "v1";

  private final String kind;
  private final String plural;
  private final String entry;

  WebhookKind(String kind, String plural, String entry) {
    this.kind = kind;
    this.plural = plural;
    this.entry = entry;
  }

  public String kind() {
    return kind;
  }

  public String plural() {
    return plural;
  }

  /** The name of the entry that policies' own rules are like. */
  String entry() {
    return entry;
  }

  /** What policies name of this kind beyond what is asked. */
  abstract List<RegistrationRule> rules(PolicySet policies, Collection<RegistrationRule> asked);
}
