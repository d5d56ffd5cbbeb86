package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sekisho-redirect} says it would do, and what it says of wrong values. */
class RedirectCommandIT {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/redirect");

  @Test
  void theRulesAreThoseOfTheMesh() throws IOException {
    assertGolden("default", "--ipv6=on");
  }

  @Test
  void allThatCanBeSaid() throws IOException {
    assertGolden(
        "everything",
        "--backend=nft",
        "--ipv6=on",
        "--inbound-port=1",
        "--outbound-port",
        "2",
        "--proxy-uid=3",
        "--proxy-gid=4",
        "--include-inbound-ports=80,81",
        "--exclude-inbound-ports=82,83",
        "--include-outbound-ports=84,85",
        "--exclude-outbound-ports=86,87",
        "--include-outbound-ip-ranges=10.0.0.0/8,192.0.2.1,fd00::/8",
        "--exclude-outbound-ip-ranges=10.1.0.0/16,fd01::/16,2001:db8::1",
        "--exclude-interfaces=eth1,net.2");
  }

  @Test
  void nothingIsRedirectedWhereListsAreEmpty() throws IOException {
    assertGolden(
        "nothing",
        "--backend=legacy",
        "--ipv6=off",
        "--include-inbound-ports=",
        "--include-outbound-ip-ranges=");
  }

  @Test
  void itIsTakenAwayAgain() throws IOException {
    assertGolden("clean", "--clean", "--ipv6=on", "--backend=legacy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--inbound-port=0",
        "--outbound-port=65536",
        "--outbound-port=15006",
        "--proxy-uid=0",
        "--proxy-gid=root",
        "--include-inbound-ports=80,*",
        "--exclude-inbound-ports=80 81",
        "--exclude-inbound-ports=80,",
        "--include-outbound-ports=*",
        "--exclude-outbound-ports=080",
        "--include-outbound-ip-ranges=10.0.0.0/33",
        "--include-outbound-ip-ranges=10.0.0/8",
        "--exclude-outbound-ip-ranges=10.0.0.256",
        "--exclude-outbound-ip-ranges=fd00::/129",
        "--exclude-outbound-ip-ranges=example.com",
        "--exclude-interfaces=a b",
        "--exclude-interfaces=eth0;reboot",
        "--exclude-interfaces=-j",
        "--ipv6=yes",
        "--backend=iptables",
        "--nothing=1",
      })
  void aWrongValueIsNamed(String argument) {
    var run = run(argument);
    var flag = argument.substring(0, argument.indexOf('='));
    assertThat(run.err()).startsWith("sekisho-redirect: " + flag + ": '").contains("expected: ");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void allWrongValuesAreNamedAtOnce() {
    var run = run("--ipv6=yes", "--exclude-inbound-ports=1,x,2,y", "--proxy-uid");
    assertThat(run.err().lines())
        .containsExactly(
            "sekisho-redirect: --ipv6: 'yes' isn't valid (expected: auto, on or off)",
            "sekisho-redirect: --exclude-inbound-ports: 'x' isn't valid (expected: ports from 1 to"
                + " 65535)",
            "sekisho-redirect: --exclude-inbound-ports: 'y' isn't valid (expected: ports from 1 to"
                + " 65535)",
            "sekisho-redirect: --proxy-uid: '' isn't valid (expected: a value after it)");
  }

  private static void assertGolden(String name, String... arguments) throws IOException {
    var run = run(arguments).orFail(name);
    var golden = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update") && !"true".equals(System.getenv("CI"))) {
      Files.writeString(golden, run.out());
    }
    assertThat(run.out()).isEqualTo(Files.readString(golden));
  }

  private static Command run(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Tools.repository().resolve("images/redirect/sekisho-redirect").toString(),
                "--dry-run"));
    Stream.of(arguments).forEach(command::add);
    return Command.run(command, Map.of(), "", Command.SHORT);
  }
}
