package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.PolicyDraft;
import dev.sekisho.policies.model.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** TLS entries and annotations: what a policy asks of an object as a whole. */
class HostReviewerObjectTest {

  private static final PolicyDraft SNIPPETS =
      policy("p").annotations(List.of("nginx.ingress.kubernetes.io/*-snippet"), Map.of());

  private static List<String> messages(PolicyDraft policy, IngressDraft ingress) {
    return World.under(policy).create(ingress).stream().map(Violation::message).toList();
  }

  @Test
  void tlsMayBeRequiredAlsoAnEmptyEntry() {
    var policy = policy("p").tls(true, false);

    assertThat(World.under(policy).create(ingress("qa/a").host("a.com")))
        .containsExactly(
            new Violation(
                PolicyDraft.id("p"),
                "hosts.tls.required",
                "spec.tls",
                "invalid ingress: tls is required",
                Enforcement.DENY));
    assertThat(messages(policy, ingress("qa/a").host("a.com").tls())).isEmpty();
    assertThat(messages(policy, ingress("qa/a").host("a.com").tls("b.com"))).isEmpty();
  }

  @Test
  void eachNamedHostMayHaveToBeCovered() {
    var policy = policy("p").tls(false, true);

    assertThat(
            messages(
                policy, ingress("qa/a").host("a.com").host("x.b.com").host("b.com").tls("*.b.com")))
        .containsExactly(
            "invalid ingress host \"a.com\" (no tls entry covers it)",
            "invalid ingress host \"b.com\" (no tls entry covers it)");
    assertThat(messages(policy, ingress("qa/a").host("a.com").tls("a.com"))).isEmpty();
    assertThat(messages(policy, ingress("qa/a").host("a.com").tls()))
        .as("an entry without hosts stands for those of the rules")
        .isEmpty();
    assertThat(messages(policy, ingress("qa/a").host("a.com"))).hasSize(1);
    assertThat(
            messages(policy("p").tls(false, true).emptyDenied(false), ingress("qa/a").hostless()))
        .as("a rule without host names none")
        .isEmpty();
  }

  @Test
  void anExactEntryDoesNotCoverAWildcard() {
    assertThat(
            messages(policy("p").tls(false, true), ingress("qa/a").host("*.a.com").tls("x.a.com")))
        .containsExactly("invalid ingress host \"*.a.com\" (no tls entry covers it)");
  }

  @Test
  void annotationsMayBeDeniedByPatternsThatCrossSlashes() {
    var name = "nginx.ingress.kubernetes.io/configuration-snippet";

    assertThat(
            World.under(SNIPPETS)
                .create(ingress("qa/a").host("a.com").annotation(name, "x").annotation("b", "y")))
        .containsExactly(
            new Violation(
                PolicyDraft.id("p"),
                "hosts.annotations.deny",
                "metadata.annotations[" + name + "]",
                "invalid ingress annotation \""
                    + name
                    + "\" (denied: nginx.ingress.kubernetes.io/*-snippet)",
                Enforcement.DENY));
    assertThat(
            messages(
                policy("p").annotations(List.of("nginx*"), Map.of()),
                ingress("qa/a").host("a.com").annotation(name, "x")))
        .hasSize(1);
  }

  @Test
  void annotationsMayBeRequiredWithTheirValues() {
    var policy = policy("p").annotations(List.of(), Map.of("allow-http", "false"));
    var message = "invalid ingress annotation \"allow-http\" (required: \"false\")";

    assertThat(messages(policy, ingress("qa/a").host("a.com"))).containsExactly(message);
    assertThat(messages(policy, ingress("qa/a").host("a.com").annotation("allow-http", "true")))
        .containsExactly(message);
    assertThat(messages(policy, ingress("qa/a").host("a.com").annotation("allow-http", "false")))
        .isEmpty();
  }

  @Test
  void hostsThatNginxAddsByAnnotationAreClaimedToo() {
    var alias = "nginx.ingress.kubernetes.io/server-alias";
    var policy = policy("p").allow("*.a.com");
    var draft = ingress("qa/a").host("x.a.com").annotation(alias, "y.a.com, b.com,~^w+$,");

    assertThat(World.under(policy).create(draft))
        .extracting(Violation::message, Violation::fieldPath)
        .containsExactly(
            tuple("invalid ingress host \"b.com\"", "metadata.annotations[" + alias + "]"),
            tuple("invalid ingress host \"~^w+$\"", "metadata.annotations[" + alias + "]"));
    assertThat(
            World.under(policy("p"))
                .stored(ingress("shop/a").host("b.com").createdAt(1))
                .messagesOfCreate(ingress("qa/a").host("x.com").annotation(alias, "b.com")))
        .containsExactly("invalid ingress host \"b.com\" (conflicts with shop/a)");
  }

  @Test
  void anEditMayKeepWhatWasWrongButNotAddToIt() {
    var world = World.under(SNIPPETS);
    var a = "nginx.ingress.kubernetes.io/a-snippet";
    var b = "nginx.ingress.kubernetes.io/b-snippet";
    var old = ingress("qa/a").host("a.com").annotation(a, "x");

    assertThat(world.update(old, ingress("qa/a").host("a.com").annotation(a, "y"))).isEmpty();
    assertThat(world.update(old, ingress("qa/a").host("a.com").annotation(b, "x"))).hasSize(1);
  }

  @Test
  void whatIsForbiddenIsNotRoutedUnlessItOnlyWarns() {
    var draft = ingress("qa/a").host("a.com");

    assertThat(World.under(policy("p").tls(true, false)).stored(draft).isRouted("qa/a")).isFalse();
    assertThat(
            World.under(policy("p").tls(true, false).enforcement(Enforcement.WARN))
                .stored(draft)
                .isRouted("qa/a"))
        .isTrue();
  }
}
