package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> KNOWN = List.of("allow", "deny", "empty", "tls", "unlisted");

  @Test
  void findsWhatWasMeant() {
    assertThat(Nearest.suggestion("alow", KNOWN)).isEqualTo(", did you mean \"allow\"?");
    assertThat(Nearest.suggestion("dney", KNOWN)).isEqualTo(", did you mean \"deny\"?");
    assertThat(Nearest.suggestion("TLS", KNOWN)).isEqualTo(", did you mean \"tls\"?");
    assertThat(Nearest.suggestion("unlist", KNOWN)).isEqualTo(", did you mean \"unlisted\"?");
  }

  @Test
  void isSilentAboutOtherWords() {
    assertThat(Nearest.suggestion("replicas", KNOWN)).isEmpty();
    assertThat(Nearest.suggestion("", KNOWN)).isEmpty();
    assertThat(Nearest.suggestion("x".repeat(100_000), KNOWN)).isEmpty();
  }

  @Property(tries = 300)
  void distanceIsAMeasure(
      @ForAll @AlphaChars @StringLength(max = 8) String a,
      @ForAll @AlphaChars @StringLength(max = 8) String b) {
    int distance = Nearest.distance(a, b);

    assertThat(distance).isEqualTo(Nearest.distance(b, a));
    assertThat(distance)
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
    assertThat(distance == 0).isEqualTo(a.equals(b));
  }
}
