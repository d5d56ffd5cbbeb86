package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Glob;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalFormTest {

  private static final Pattern SCHEMA =
      Pattern.compile("(?:" + PrincipalForm.GLOB.pattern().orElseThrow() + ")");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster.local/ns/shop/sa/web",
        "a_b-c.1/ns/n/sa/a.b",
        "*",
        "*/ns/shop/*",
        "*/sa/web",
        "cluster.local/*",
        "cluster.local/n*/web",
        "*s/shop/s*",
        "?*?",
        "???????????",
        "x/?s/n/s?/a",
        "*-web"
      })
  void theseCanMatch(String glob) {
    assertThat(PrincipalForm.canMatch(glob)).isTrue();
    assertThat(glob).matches(SCHEMA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "web",
        "shop/web",
        "/ns/shop/sa/web",
        "td/ns/shop/sa/",
        "td/ns//sa/web",
        "td/sa/web/ns/shop",
        "td/ns/shop/sa/web/x",
        "td/ns/a.b/sa/web",
        "td/ns/a/sa/b_c",
        "TD/*",
        "*/ns/*/ns/*/ns/*",
        "a/b*",
        "??????????",
        "spiffe://td/ns/shop/sa/web",
        "*.html ",
        "td/ns/shop/sa/web\n"
      })
  void theseCannot(String glob) {
    assertThat(PrincipalForm.canMatch(glob)).isFalse();
    assertThat(glob).doesNotMatch(SCHEMA);
  }

  @Property(tries = 2000)
  void parserAndSchemaAgree(@ForAll("globs") String glob) {
    boolean can = PrincipalForm.canMatch(glob);
    Statistics.collect(can);
    assertThat(SCHEMA.matcher(glob).matches()).as(glob).isEqualTo(can);
  }

  @Property
  void aGlobThatMatchesAnIdentityIsRight(
      @ForAll("identities") String identity, @ForAll("globs") String glob) {
    if (new Glob(glob).matches(identity)) {
      assertThat(PrincipalForm.canMatch(glob)).isTrue();
    }
    assertThat(PrincipalForm.canMatch(identity)).isTrue();
  }

  @Provide
  Arbitrary<String> identities() {
    var name = Arbitraries.of("a", "web", "ns", "sa", "n-1");
    return Combinators.combine(name, name, name).as("%s/ns/%s/sa/%s"::formatted);
  }

  /** Identities with some of their parts left out or replaced. */
  @Provide
  Arbitrary<String> globs() {
    var piece =
        Arbitraries.of("*", "?", "/", "n", "s", "a", "ns", "sa", "/ns/", "/sa/", "x.y", "_");
    var free = piece.list().ofMaxSize(12).map(pieces -> String.join("", pieces));
    var spoilt =
        Combinators.combine(
                identities(),
                Arbitraries.integers().between(0, 12),
                Arbitraries.integers().between(0, 6),
                piece)
            .as(
                (identity, from, length, other) -> {
                  int begin = Math.min(from, identity.length());
                  int end = Math.min(begin + length, identity.length());
                  return identity.substring(0, begin) + other + identity.substring(end);
                });
    return Arbitraries.oneOf(List.of(free, spoilt)).filter(glob -> !glob.contains("**"));
  }
}
