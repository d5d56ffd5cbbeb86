package dev.sekisho.policies.model;

import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.cel.expression.CelCompiler;
import dev.sekisho.policies.cel.expression.CelExpression;
import dev.sekisho.policies.cel.expression.CelScope;
import dev.sekisho.policies.cel.expression.Compiled;
import dev.sekisho.policies.cel.expression.Result;
import dev.sekisho.policies.model.LabelSelector.Operator;
import dev.sekisho.policies.model.LabelSelector.Requirement;
import dev.sekisho.policies.objects.Operation;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyRevisionTest {

  private static PolicyRevision revision(Policy... policies) {
    return PolicySet.of(List.of(policies)).revision();
  }

  private static Policy full() {
    return new Policy(
        new PolicyId("ns", "cm", "name"),
        Policy.Scope.PLATFORM,
        Enforcement.WARN,
        new PolicyMatch(
            List.of(new Glob("qa"), new Glob("team-*")),
            Optional.of(
                new LabelSelector(
                    Map.of("tier", "edge", "a", "b"),
                    List.of(new Requirement("key", Operator.IN, List.of("v", "w"))))),
            List.of(new Glob("alice")),
            List.of(new Glob("kube-*")),
            List.of(new Glob("root"))),
        Optional.of(
            new HostRules(
                List.of(PatternTemplate.of("*.a.com")),
                List.of(PatternTemplate.of("b.com")),
                Optional.of("whitelist"),
                true,
                true,
                true,
                true,
                Optional.of("team"),
                HostRules.Uniqueness.HOST,
                Optional.of(List.of("nginx", "sekisho")),
                new TlsRules(true, false),
                new AnnotationRules(List.of(new Glob("*-snippet")), Map.of("a", "b")),
                List.of(new HostClaimRule(List.of("g"), List.of("r"), expression("['a']"))))),
        Optional.of(secrets()),
        Optional.of(mesh()),
        List.of(rule("object.a == 1", "why"), rule("object.a == 2", "why")),
        List.of(mutation("object.b"), mutation("object.c")),
        List.of(
            new Exemption(
                List.of(new Glob("legacy")),
                List.of("hosts.unlisted"),
                Optional.of(
                    new LabelSelector(
                        Map.of("app", "shop"),
                        List.of(new Requirement("key", Operator.IN, List.of("v"))))),
                List.of(new Glob("bob")),
                "moves in Q1",
                Optional.of(Instant.parse("2027-01-01T00:00:00Z")))));
  }

  private static CelRule rule(String expression, String message) {
    var match =
        new CelMatch(
            List.of("", "apps"),
            List.of("v1", "v2"),
            List.of("pods", "jobs"),
            List.of(Operation.CREATE),
            false);
    return new CelRule(
        "r",
        match,
        List.of(
            new NamedExpression("v", expression("1")), new NamedExpression("w", expression("2"))),
        List.of(
            new NamedExpression("c", expression("true")),
            new NamedExpression("d", expression("false"))),
        expression(expression),
        message,
        Optional.of(expression("'message'")));
  }

  private static CelMutation mutation(String expression) {
    var like = rule("true", "");
    return new CelMutation(
        "m", like.match(), like.variables(), like.conditions(), expression(expression));
  }

  private static CelExpression expression(String text) {
    return ((Compiled.Valid) CelCompiler.of(CelScope.RULE).compile(text, Result.ANYTHING))
        .expression();
  }

  @Test
  void hashesTheTextsOfExpressionsOnly() {
    var draft = policy("p");
    var once = revision(draft.rules(rule("object.a == 1", "why")).build());

    assertThat(revision(draft.rules(rule("object.a == 1", "why")).build())).isEqualTo(once);
    assertThat(revision(draft.rules(rule("object.a == 2", "why")).build())).isNotEqualTo(once);
    assertThat(revision(draft.rules(rule("object.a == 1", "who")).build())).isNotEqualTo(once);
  }

  private static MeshSection mesh() {
    return new MeshSection(
        Optional.of(
            new LabelSelector(
                Map.of("app", "api"), List.of(new Requirement("a", Operator.IN, List.of("v"))))),
        Optional.of(MtlsMode.STRICT),
        new TreeMap<>(Map.of(8080, MtlsMode.PERMISSIVE)),
        Optional.of(
            List.of(
                new MeshSection.Caller(
                    List.of(new Glob("*/ns/shop/sa/web")),
                    new TreeSet<>(Set.of(9080, 9090)),
                    List.of(new Glob("GET")),
                    List.of(new Glob("/api/*"))))),
        Optional.of(
            new MeshSection.Injection(Optional.of(true), List.of(MeshSection.Escape.USER_VOLUME))));
  }

  private static SecretRules secrets() {
    var workloads =
        new WorkloadMatch(
            List.of(new Glob("api")),
            Optional.of(
                new LabelSelector(
                    Map.of("app", "api"),
                    List.of(new Requirement("tier", Operator.IN, List.of("edge"))))),
            List.of(new Glob("main")),
            List.of(new Glob("registry/*")));
    return new SecretRules(
        true,
        List.of(new SecretGrant(List.of(new Glob("db")), List.of(SecretChannel.ENV), workloads)),
        List.of(new SecretDenial(List.of(new Glob("*")), List.of(SecretChannel.ENV_FROM))),
        new SecretMountRules(
            Optional.of(SecretRules.Remedy.DEMAND), List.of(new Glob("/etc/secrets/*"))),
        new HostPathRules(
            List.of(new HostPathPattern("/etc")),
            List.of(
                new HostPathRules.Allowance(List.of(new HostPathPattern("/etc/ssl")), workloads))),
        Optional.of(
            new ProviderClassRules(
                List.of(new Glob("aws-*")),
                true,
                List.of(new NamespaceTemplate("/prod/${namespace}/")),
                false)),
        Optional.of(SecretRules.Remedy.SET));
  }

  @Test
  void isEqualForEqualPoliciesInAnyOrder() {
    var a = policy("a").allow("a.com").build();
    var b = policy("b").deny("b.com").build();
    var c = full();
    assertThat(revision(a, b, c)).isEqualTo(revision(c, b, a)).isEqualTo(revision(b, c, a));
    assertThat(revision(full())).isEqualTo(revision(full()));
  }

  @Test
  void theOrderOfLabelsDoesntMatter() {
    var forth = new LinkedHashMap<String, String>();
    var back = new LinkedHashMap<String, String>();
    for (int i = 0; i < 20; i++) {
      forth.put("k" + i, "v");
      back.put("k" + (19 - i), "v");
    }
    assertThat(revision(withSelector(forth))).isEqualTo(revision(withSelector(back)));
  }

  private static Policy withSelector(Map<String, String> labels) {
    var p = policy("p").build();
    var match =
        new PolicyMatch(
            List.of(),
            Optional.of(new LabelSelector(labels, List.of())),
            List.of(),
            List.of(),
            List.of());
    return new Policy(
        p.id(),
        p.scope(),
        p.enforcement(),
        match,
        p.hosts(),
        p.secrets(),
        p.mesh(),
        p.rules(),
        p.mutations(),
        p.exemptions());
  }

  @Test
  void isStableAcrossRestarts() {
    // To be changed only knowingly: replicas of two versions would disagree.
    assertThat(PolicySet.EMPTY.revision().digest())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void isASha256ShownByItsFirstTwelveDigits() {
    var revision = revision(full());
    assertThat(revision.digest()).matches("[0-9a-f]{64}");
    assertThat(revision).hasToString(revision.digest().substring(0, 12));
  }

  @Test
  void differsForEachPartThatDiffers() {
    var revisions = new HashMap<String, Object>();
    revisions.put(revision(full()).digest(), full());
    var variants = variants(full());
    assertThat(variants).hasSizeGreaterThan(40);
    for (Object variant : variants) {
      var clash = revisions.put(revision((Policy) variant).digest(), variant);
      assertThat(clash).as("same revision as %s", variant).isNull();
    }
  }

  @Test
  void differsWhereOnlyTheBordersOfTextsDiffer() {
    var one = policy("p").ingressClasses("a, b").build();
    var two = policy("p").ingressClasses("a", "b").build();
    assertThat(revision(one)).isNotEqualTo(revision(two));
    assertThat(revision(policy("p").ingressClasses("ab", "c").build()))
        .isNotEqualTo(revision(policy("p").ingressClasses("a", "bc").build()));
    assertThat(revision(policy("p").subjects("x, y").build()))
        .isNotEqualTo(revision(policy("p").subjects("x", "y").build()));
    assertThat(revision(withSelector(Map.of("a", "1, b=2"))))
        .isNotEqualTo(revision(withSelector(Map.of("a", "1", "b", "2"))));
    assertThat(revision(policy("p").build())).isNotEqualTo(PolicySet.EMPTY.revision());
    assertThat(revision(policy("p").build(), policy("q").build()))
        .isNotEqualTo(revision(policy("p").build()));
  }

  @Test
  void noHostsSectionIsNotAnEmptyOne() {
    assertThat(revision(policy("p").withoutHosts().build()))
        .isNotEqualTo(revision(policy("p").build()));
    assertThat(revision(policy("p").ingressClasses().build()))
        .isNotEqualTo(revision(policy("p").build()));
    assertThat(revision(policy("p").ownerLabel("null").build()))
        .isNotEqualTo(revision(policy("p").build()));
  }

  /** Copies of a record, each with one thing changed somewhere inside. */
  private static List<Object> variants(Record original) {
    var variants = new ArrayList<Object>();
    var components = original.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      var changed = changes(values(original)[i]);
      assertThat(changed).as("changes of %s", components[i]).isNotEmpty();
      for (Object value : changed) {
        var values = values(original);
        values[i] = value;
        variants.add(make(original.getClass(), values));
      }
    }
    return variants;
  }

  private static List<Object> changes(Object value) {
    return switch (value) {
      case String text -> List.of(text + "x");
      case Boolean flag -> List.of(!flag);
      case Instant time -> List.of(time.plusNanos(1));
      case Policy.Scope was -> others(was, Policy.Scope.values());
      case Enforcement was -> others(was, Enforcement.values());
      case Operation was -> others(was, Operation.values());
      case CelExpression was -> List.of(expression(was.text() + " //"));
      case SortedMap<?, ?> map ->
          changesOfMap(map).stream().<Object>map(m -> new TreeMap<>((Map<?, ?>) m)).toList();
      case Operator was -> others(was, Operator.values());
      case SecretChannel was -> others(was, SecretChannel.values());
      case SecretRules.Remedy was -> others(was, SecretRules.Remedy.values());
      case HostRules.Uniqueness was -> others(was, HostRules.Uniqueness.values());
      case PatternTemplate template -> List.of(PatternTemplate.of(template + "x"));
      case Optional<?> optional ->
          Stream.<Object>concat(
                  Stream.of(Optional.empty()),
                  changes(optional.orElseThrow()).stream().map(Optional::of))
              .toList();
      case MtlsMode was -> others(was, MtlsMode.values());
      case MeshSection.Escape was -> others(was, MeshSection.Escape.values());
      case Integer number -> List.of(number + 1000);
      case SortedSet<?> set ->
          changesOfList(List.copyOf(set)).stream()
              .<Object>map(changed -> new TreeSet<>((List<?>) changed))
              .toList();
      case List<?> list -> changesOfList(list);
      case Map<?, ?> map -> changesOfMap(map);
      case Record record -> variants(record);
      default -> throw new AssertionError("teach this test about " + value.getClass());
    };
  }

  private static List<Object> others(Object was, Object[] all) {
    return Arrays.stream(all).filter(v -> !v.equals(was)).toList();
  }

  private static List<Object> changesOfList(List<?> list) {
    var changed = new ArrayList<Object>();
    changed.add(list.subList(1, list.size()));
    for (int i = 0; i < list.size(); i++) {
      for (Object element : changes(list.get(i))) {
        var copy = new ArrayList<Object>(list);
        copy.set(i, element);
        changed.add(copy);
      }
    }
    return changed;
  }

  private static List<Object> changesOfMap(Map<?, ?> map) {
    var changed = new ArrayList<Object>();
    changed.add(Collections.emptyMap());
    for (var entry : map.entrySet()) {
      for (Object value : changes(entry.getValue())) {
        var other = new HashMap<Object, Object>(map);
        other.put(entry.getKey(), value);
        changed.add(other);
      }
      for (Object key : changes(entry.getKey())) {
        var renamed = new HashMap<Object, Object>(map);
        renamed.put(key, renamed.remove(entry.getKey()));
        changed.add(renamed);
      }
    }
    return changed;
  }

  private static Object[] values(Record original) {
    return Arrays.stream(original.getClass().getRecordComponents())
        .map(component -> value(component, original))
        .toArray();
  }

  private static Object value(RecordComponent component, Record original) {
    try {
      return component.getAccessor().invoke(original);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a record that cannot be copied", e);
    }
  }

  private static Object make(Class<?> type, Object... values) {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a record that cannot be copied", e);
    }
  }
}
