package dev.sekisho.policies.mesh;

import static dev.sekisho.policies.model.PolicyDraft.policy;
import static dev.sekisho.policies.model.PolicyDraft.policyOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.LabelSelector;
import dev.sekisho.policies.model.MeshSection;
import dev.sekisho.policies.model.MeshSection.Caller;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicyDraft;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** How policies combine, against a reading of them that asks each one by itself. */
class MeshRulesPropertyTest {

  private static final NamespaceFacts SHOP = NamespaceFacts.unknown("shop");
  private static final List<Integer> PORTS = List.of(80, 8080, 9090);

  /**
   * @param labels of the workload that is called
   */
  record Question(Map<String, String> labels, Call call) {}

  @Property
  void theAnswerIsThatOfEachPolicyByItself(
      @ForAll("policies") List<Policy> policies, @ForAll("questions") Question question) {
    boolean permitted = mesh(policies, question).permits(question.call());

    Statistics.label("permitted").collect(permitted);
    assertThat(permitted).isEqualTo(naively(policies, question));
  }

  @Property
  void theOrderOfPoliciesDoesNotMatter(
      @ForAll("policies") List<Policy> policies,
      @ForAll("questions") Question question,
      @ForAll Random random) {
    var shuffled = new ArrayList<>(policies);
    Collections.shuffle(shuffled, random);

    assertThat(mesh(shuffled, question)).isEqualTo(mesh(policies, question));
  }

  @Property
  void aPolicyOfTheNamespaceLetsNobodyIn(
      @ForAll("policies") List<Policy> policies,
      @ForAll("own") Policy own,
      @ForAll("questions") Question question) {
    var before = mesh(policies, question);
    var after = mesh(with(policies, own), question);
    int port = question.call().port();

    assertThat(after.mode(port)).isGreaterThanOrEqualTo(before.mode(port));
    boolean lets = after.permits(question.call()) && !before.permits(question.call());
    // A certificate that nobody took can be taken then; the platform's lists must still hold it.
    if (lets) {
      assertThat(before.mode(port)).isEqualTo(MtlsMode.DISABLE);
      assertThat(question.call().principal()).isPresent();
    }
    assertThat(naivelyListed(policies, question) || !after.permits(question.call())).isTrue();
  }

  @Property
  void moreOfThePlatformsListsLetNobodyElseOut(
      @ForAll("policies") List<Policy> policies,
      @ForAll("platform") Policy further,
      @ForAll("questions") Question question) {
    boolean lists =
        speaking(policies, question).stream()
            .anyMatch(p -> p.isPlatform() && section(p).allowFrom().isPresent());
    var more = with(policies, further);

    if (lists) {
      assertThat(naivelyListed(policies, question))
          .matches(was -> !was || naivelyListed(more, question));
    } else {
      assertThat(naivelyListed(more, question))
          .matches(is -> !is || naivelyListed(policies, question));
    }
  }

  @Property
  void anotherPolicyWeakensNoMode(
      @ForAll("policies") List<Policy> policies,
      @ForAll("platform") Policy further,
      @ForAll("questions") Question question) {
    int port = question.call().port();
    boolean said =
        speaking(policies, question).stream().anyMatch(p -> section(p).mode(port).isPresent());

    if (said) {
      assertThat(mesh(with(policies, further), question).mode(port))
          .isGreaterThanOrEqualTo(mesh(policies, question).mode(port));
    }
  }

  @Property
  void policiesThatDoNotDenyMightAsWellNotBe(
      @ForAll("policies") List<Policy> policies, @ForAll("questions") Question question) {
    var denying = policies.stream().filter(p -> p.enforcement() == Enforcement.DENY).toList();

    assertThat(mesh(policies, question)).isEqualTo(mesh(denying, question));
  }

  private static WorkloadMesh mesh(List<Policy> policies, Question question) {
    return MeshRules.of(PolicySet.of(policies)).rulesFor(SHOP, question.labels());
  }

  private static List<Policy> with(List<Policy> policies, Policy further) {
    var more = new ArrayList<>(policies);
    more.add(further);
    return more;
  }

  private static MeshSection section(Policy policy) {
    return policy.mesh().orElseThrow();
  }

  private static List<Policy> speaking(List<Policy> policies, Question question) {
    return policies.stream()
        .filter(p -> p.enforcement() == Enforcement.DENY)
        .filter(p -> section(p).selects(question.labels()))
        .toList();
  }

  private static boolean naively(List<Policy> policies, Question question) {
    var mode =
        speaking(policies, question).stream()
            .flatMap(p -> section(p).mode(question.call().port()).stream())
            .max(Comparator.naturalOrder())
            .orElse(MtlsMode.PERMISSIVE);
    boolean mtls = question.call().principal().isPresent();
    boolean taken = mode == MtlsMode.PERMISSIVE || mtls == (mode == MtlsMode.STRICT);
    return taken && naivelyListed(policies, question);
  }

  private static boolean naivelyListed(List<Policy> policies, Question question) {
    var listing =
        speaking(policies, question).stream()
            .filter(p -> section(p).allowFrom().isPresent())
            .toList();
    Predicate<Policy> lists =
        p -> section(p).allowFrom().orElseThrow().stream().anyMatch(c -> lets(c, question.call()));
    var ofPlatform = listing.stream().filter(Policy::isPlatform).toList();
    return (ofPlatform.isEmpty() || ofPlatform.stream().anyMatch(lists))
        && listing.stream().filter(p -> !p.isPlatform()).allMatch(lists);
  }

  private static boolean lets(Caller caller, Call call) {
    boolean who =
        caller.principals().stream().anyMatch(g -> call.principal().filter(g::matches).isPresent());
    boolean port = caller.ports().isEmpty() || caller.ports().contains(call.port());
    boolean method =
        caller.methods().isEmpty()
            || caller.methods().stream()
                .anyMatch(g -> call.request().filter(r -> g.matches(r.method())).isPresent());
    boolean path =
        caller.paths().isEmpty()
            || caller.paths().stream()
                .anyMatch(g -> call.request().filter(r -> g.matches(r.path())).isPresent());
    return who && port && method && path;
  }

  @Provide
  Arbitrary<Question> questions() {
    Arbitrary<Map<String, String>> labels =
        Arbitraries.of(Map.of("app", "api"), Map.of("app", "web"), Map.of());
    var principals =
        Arbitraries.of("td/ns/shop/sa/web", "td/ns/qa/sa/web", "td/ns/shop/sa/db").optional(0.8);
    var requests =
        Combinators.combine(Arbitraries.of("GET", "POST"), Arbitraries.of("/", "/a", "/a/b"))
            .as(Call.Request::new)
            .optional(0.7);
    var calls = Combinators.combine(principals, Arbitraries.of(PORTS), requests).as(Call::new);
    return Combinators.combine(labels, calls).as(Question::new);
  }

  /** Of the platform and of the namespace, no two with one id. */
  @Provide
  Arbitrary<List<Policy>> policies() {
    var drafts = Arbitraries.oneOf(List.of(drafts("p"), ownDrafts("o")));
    return drafts.list().ofMaxSize(4).map(MeshRulesPropertyTest::numbered);
  }

  private static List<Policy> numbered(List<Named> drafts) {
    var policies = new ArrayList<Policy>();
    for (Named draft : drafts) {
      policies.add(draft.build(policies.size()));
    }
    return policies;
  }

  /** Of a policy that can have any number in its name. */
  private record Named(
      boolean platform, String letter, Enforcement enforcement, MeshSection section) {

    Policy build(int number) {
      String name = letter + number;
      PolicyDraft draft = platform ? policy(name) : policyOf("shop", name);
      return draft.withoutHosts().enforcement(enforcement).mesh(section).build();
    }
  }

  @Provide
  Arbitrary<Policy> platform() {
    return drafts("q").map(draft -> draft.build(0));
  }

  @Provide
  Arbitrary<Policy> own() {
    return ownDrafts("r").map(draft -> draft.build(0));
  }

  private static Arbitrary<Named> drafts(String letter) {
    return Combinators.combine(enforcements(), sections(Arbitraries.of(MtlsMode.values())))
        .as((enforcement, section) -> new Named(true, letter, enforcement, section));
  }

  /** Without what the parser refuses there. */
  private static Arbitrary<Named> ownDrafts(String letter) {
    var modes = Arbitraries.of(MtlsMode.PERMISSIVE, MtlsMode.STRICT);
    return Combinators.combine(enforcements(), sections(modes))
        .as((enforcement, section) -> new Named(false, letter, enforcement, section));
  }

  private static Arbitrary<Enforcement> enforcements() {
    return Arbitraries.of(Enforcement.DENY, Enforcement.DENY, Enforcement.DENY, Enforcement.WARN);
  }

  private static Arbitrary<MeshSection> sections(Arbitrary<MtlsMode> modes) {
    var selectors =
        Arbitraries.of("api", "web")
            .map(app -> new LabelSelector(Map.of("app", app), List.of()))
            .optional(0.4);
    Arbitrary<SortedMap<Integer, MtlsMode>> ports =
        Arbitraries.maps(Arbitraries.of(PORTS), modes).ofMaxSize(2).map(TreeMap::new);
    return Combinators.combine(
            selectors, modes.optional(0.5), ports, callers().list().ofMaxSize(3).optional(0.6))
        .as(
            (selector, mode, modesOfPorts, callers) ->
                new MeshSection(selector, mode, modesOfPorts, callers, Optional.empty()));
  }

  private static Arbitrary<Caller> callers() {
    var principals =
        Arbitraries.of("*", "td/ns/shop/*", "*/sa/web", "td/ns/qa/sa/web").map(Glob::new);
    return Combinators.combine(
            principals.list().ofMinSize(1).ofMaxSize(2),
            Arbitraries.of(PORTS).list().ofMaxSize(2),
            Arbitraries.of("GET", "P*").map(Glob::new).list().ofMaxSize(1),
            Arbitraries.of("/", "/a*", "*/b").map(Glob::new).list().ofMaxSize(1))
        .as((who, ports, methods, paths) -> new Caller(who, new TreeSet<>(ports), methods, paths));
  }
}
