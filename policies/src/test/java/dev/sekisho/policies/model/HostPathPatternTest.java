package dev.sekisho.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPathPatternTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "/,                 /",
    "'',                /",
    "/etc,              /etc",
    "/etc/,             /etc",
    "//etc//ssl/,       /etc/ssl",
    "/etc/../etc,       /etc",
    "/etc/./ssl/..,     /etc",
    "/../..,            /",
    "/..etc,            /..etc",
    "/a/.../b,          /a/.../b",
    "etc,               /etc",
    "var/run/..,        /var"
  })
  void pathsAreNormalised(String path, String normal) {
    assertThat(PathText.normalise(path)).isEqualTo(normal);
  }

  @ParameterizedTest(name = "{0} and {1}: covers {2}, lies below {3}")
  @CsvSource({
    "/etc,            /etc,                true,  false",
    "/etc,            /etc/ssl/..,         true,  false",
    "/etc,            /etc/ssl,            true,  false",
    "/etc,            /etcetera,           false, false",
    "/etc,            /,                   false, true",
    "/,               /,                   true,  false",
    "/,               /etc,                false, false",
    "/var/run/*.sock, /var/run/x.sock,     true,  false",
    "/var/run/*.sock, /var/run,            false, true",
    "/var/run/*.sock, /var,                false, true",
    "/var/run/*.sock, /var/run/secrets,    false, false",
    "/var/run/*.sock, /var/run/a/b.sock,   false, false",
    "/var/*/pods,     /var/lib/pods/x,     true,  false",
    "/var/*/pods,     /var/lib,            false, true",
    "/var/*/pods,     /opt/lib,            false, false"
  })
  void whatAPatternSaysOfAPath(String pattern, String path, boolean covers, boolean below) {
    var read = new HostPathPattern(pattern);
    assertThat(read.covers(path)).as("covers").isEqualTo(covers);
    assertThat(read.liesBelow(path)).as("lies below").isEqualTo(below);
  }

  @Test
  void thePatternItselfIsNormalised() {
    assertThat(new HostPathPattern("/etc/../var//run/")).isEqualTo(new HostPathPattern("/var/run"));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("", ".", "..", "a", "b", "*", "...", "a.b")
        .list()
        .ofMaxSize(8)
        .map(names -> "/" + String.join("/", names));
  }

  @Property
  void normalisingIsIdempotent(@ForAll("paths") String path) {
    var normal = PathText.normalise(path);
    assertThat(PathText.normalise(normal)).isEqualTo(normal);
    assertThat(normal).startsWith("/").doesNotContain("//");
    assertThat(List.of(normal.split("/", -1))).doesNotContain(".", "..");
    assertThat(normal.length()).isLessThanOrEqualTo(Math.max(1, path.length()));
  }

  @Property
  void normalisingAgreesWithTheFileSystemsRules(@ForAll("paths") String path) {
    var expected = java.nio.file.Path.of(path).normalize().toString();
    // Path keeps ".." at the root, which POSIX resolves to the root.
    assertThat(PathText.normalise(path))
        .isEqualTo(expected.replaceFirst("^(/\\.\\.)+(?=/|$)", "").replaceFirst("^$", "/"));
  }

  @Property
  void waysAroundChangeNothing(@ForAll("paths") String path) {
    var pattern = new HostPathPattern("/a/b");
    for (String same : List.of(path + "/", path + "/.", path + "/x/..", "/." + path, "/" + path)) {
      assertThat(pattern.covers(same)).as(same).isEqualTo(pattern.covers(path));
      assertThat(pattern.liesBelow(same)).as(same).isEqualTo(pattern.liesBelow(path));
    }
  }
}
