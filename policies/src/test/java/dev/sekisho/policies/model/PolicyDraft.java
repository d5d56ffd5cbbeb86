package dev.sekisho.policies.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes policies for tests, with the defaults that a policy document has. */
public final class PolicyDraft {

  private Enforcement enforcement = Enforcement.DENY;
  private List<Glob> namespaces = List.of();
  private Optional<LabelSelector> selector = Optional.empty();
  private List<Glob> subjects = List.of();
  private List<Glob> excludedNamespaces = List.of();
  private List<Glob> excludedSubjects = List.of();
  private List<PatternTemplate> allow = List.of();
  private List<PatternTemplate> deny = List.of();
  private Optional<String> annotation = Optional.empty();
  private Optional<Boolean> unlistedDenied = Optional.empty();
  private boolean emptyDenied = true;
  private boolean wildcardDenied;
  private boolean conflictsDenied = true;
  private Optional<String> ownerLabel = Optional.empty();
  private HostRules.Uniqueness unique = HostRules.Uniqueness.NONE;
  private Optional<List<String>> classes = Optional.empty();
  private TlsRules tls = TlsRules.NONE;
  private AnnotationRules annotations = AnnotationRules.NONE;
  private boolean withHosts = true;
  private List<CelRule> celRules = List.of();
  private List<HostClaimRule> claims = List.of();
  private List<CelMutation> celMutations = List.of();
  private Optional<SecretRules> secrets = Optional.empty();
  private Optional<MeshSection> mesh = Optional.empty();
  private PolicyId id;
  private Policy.Scope scope = Policy.Scope.PLATFORM;
  private final List<Exemption> exemptions = new ArrayList<>();

  private PolicyDraft(String name) {
    this.id = new PolicyId("sekisho", "policies", name);
  }

  /** A policy {@code sekisho/policies/NAME} with an empty {@code hosts} section. */
  public static PolicyDraft policy(String name) {
    return new PolicyDraft(name);
  }

  /** A policy {@code NAMESPACE/policies/NAME} of a namespace's own, likewise. */
  public static PolicyDraft policyOf(String namespace, String name) {
    var draft = new PolicyDraft(name);
    draft.id = new PolicyId(namespace, "policies", name);
    draft.scope = Policy.Scope.NAMESPACE;
    return draft;
  }

  /** The id that {@link #policy} gives. */
  public static String id(String name) {
    return "sekisho/policies/" + name;
  }

  public PolicyDraft enforcement(Enforcement value) {
    enforcement = value;
    return this;
  }

  public PolicyDraft namespaces(String... globs) {
    namespaces = globs(globs);
    return this;
  }

  public PolicyDraft namespaceLabel(String key, String value) {
    selector = Optional.of(new LabelSelector(Map.of(key, value), List.of()));
    return this;
  }

  public PolicyDraft subjects(String... globs) {
    subjects = globs(globs);
    return this;
  }

  public PolicyDraft excludeNamespaces(String... globs) {
    excludedNamespaces = globs(globs);
    return this;
  }

  public PolicyDraft excludeSubjects(String... globs) {
    excludedSubjects = globs(globs);
    return this;
  }

  public PolicyDraft allow(String... patterns) {
    allow = templates(patterns);
    return this;
  }

  public PolicyDraft deny(String... patterns) {
    deny = templates(patterns);
    return this;
  }

  public PolicyDraft allowFromAnnotation(String key) {
    annotation = Optional.of(key);
    return this;
  }

  public PolicyDraft unlistedDenied(boolean value) {
    unlistedDenied = Optional.of(value);
    return this;
  }

  public PolicyDraft emptyDenied(boolean value) {
    emptyDenied = value;
    return this;
  }

  public PolicyDraft wildcardDenied(boolean value) {
    wildcardDenied = value;
    return this;
  }

  public PolicyDraft conflictsDenied(boolean value) {
    conflictsDenied = value;
    return this;
  }

  public PolicyDraft ownerLabel(String key) {
    ownerLabel = Optional.of(key);
    return this;
  }

  public PolicyDraft unique(HostRules.Uniqueness value) {
    unique = value;
    return this;
  }

  public PolicyDraft ingressClasses(String... names) {
    classes = Optional.of(List.of(names));
    return this;
  }

  public PolicyDraft tls(boolean required, boolean mustCoverHosts) {
    tls = new TlsRules(required, mustCoverHosts);
    return this;
  }

  public PolicyDraft annotations(List<String> denied, Map<String, String> required) {
    annotations = new AnnotationRules(denied.stream().map(Glob::new).toList(), required);
    return this;
  }

  public PolicyDraft rules(CelRule... values) {
    celRules = List.of(values);
    return this;
  }

  public PolicyDraft mutations(CelMutation... values) {
    celMutations = List.of(values);
    return this;
  }

  public PolicyDraft claims(HostClaimRule... values) {
    claims = List.of(values);
    return this;
  }

  public PolicyDraft withoutHosts() {
    withHosts = false;
    return this;
  }

  public PolicyDraft secrets(SecretRules rules) {
    secrets = Optional.of(rules);
    return this;
  }

  public PolicyDraft mesh(MeshSection section) {
    mesh = Optional.of(section);
    return this;
  }

  public PolicyDraft exempting(Exemption exemption) {
    exemptions.add(exemption);
    return this;
  }

  public Policy build() {
    var rules =
        new HostRules(
            allow,
            deny,
            annotation,
            unlistedDenied.orElse(!allow.isEmpty() || annotation.isPresent()),
            emptyDenied,
            wildcardDenied,
            conflictsDenied,
            ownerLabel,
            unique,
            classes,
            tls,
            annotations,
            claims);
    return new Policy(
        id,
        scope,
        enforcement,
        new PolicyMatch(namespaces, selector, subjects, excludedNamespaces, excludedSubjects),
        withHosts ? Optional.of(rules) : Optional.empty(),
        secrets,
        mesh,
        celRules,
        celMutations,
        exemptions);
  }

  private static List<Glob> globs(String... texts) {
    return Stream.of(texts).map(Glob::new).toList();
  }

  private static List<PatternTemplate> templates(String... texts) {
    return Stream.of(texts).map(PatternTemplate::of).toList();
  }
}
