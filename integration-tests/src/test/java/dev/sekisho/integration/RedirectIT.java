package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is reached once the kernel has the rules of {@code sekisho-redirect}, by either iptables. */
@Timeout(60)
class RedirectIT {
  private static final int OUTBOUND = 15001;
  private static final int INBOUND = 15006;

  private final List<ServerSocketChannel> servers = new ArrayList<>();
  private static PodNetwork network;
  private NetworkPod pod;
  private NetworkPod other;
  private NetworkPod third;

  @BeforeAll
  static void join() {
    network = PodNetwork.create();
  }

  @AfterAll
  static void leave() {
    if (network != null) {
      network.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    pod = addressed();
    other = addressed();
    third = addressed();
    for (int port : new int[] {OUTBOUND, INBOUND, 80, 81, 15021}) {
      answer(pod, port, "pod:" + port);
    }
    for (int port : new int[] {80, 81}) {
      answer(other, port, "other:" + port);
      answer(third, port, "third:" + port);
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (var server : servers) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void whatComesInAndGoesOutIsTheSidecars(String backend) throws IOException {
    redirect("--backend", backend);
    for (var address : List.of(other.address(), six(other))) {
      assertThat(reached(pod, address, 80)).isEqualTo("pod:15001");
    }
    for (var address : List.of(pod.address(), six(pod))) {
      assertThat(reached(other, address, 80)).isEqualTo("pod:15006");
      assertThat(reached(other, address, 15021)).as("Envoy's own port").isEqualTo("pod:15021");
      assertThat(reached(pod, address, 80)).as("of the Pod itself").isEqualTo("pod:80");
    }
    assertThat(reached(pod, "127.0.0.1", 80)).isEqualTo("pod:80");
    assertThat(reached(pod, "::1", 80)).isEqualTo("pod:80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void whatIsExcludedGoesAround(String backend) throws IOException {
    redirect(
        "--backend=" + backend,
        "--exclude-inbound-ports=81",
        "--exclude-outbound-ports=81",
        "--exclude-outbound-ip-ranges=" + third.address() + "/32," + six(third));
    for (var address : List.of(pod.address(), six(pod))) {
      assertThat(reached(other, address, 80)).isEqualTo("pod:15006");
      assertThat(reached(other, address, 81)).isEqualTo("pod:81");
    }
    for (var address : List.of(other.address(), six(other))) {
      assertThat(reached(pod, address, 80)).isEqualTo("pod:15001");
      assertThat(reached(pod, address, 81)).isEqualTo("other:81");
    }
    for (var address : List.of(third.address(), six(third))) {
      assertThat(reached(pod, address, 80)).isEqualTo("third:80");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void onlyWhatIsIncludedIsRedirected(String backend) throws IOException {
    redirect(
        "--backend=" + backend,
        "--include-inbound-ports=81",
        "--include-outbound-ip-ranges=" + third.address() + "/32",
        "--include-outbound-ports=81");
    assertThat(reached(other, pod.address(), 80)).isEqualTo("pod:80");
    assertThat(reached(other, pod.address(), 81)).isEqualTo("pod:15006");
    assertThat(reached(pod, other.address(), 80)).isEqualTo("other:80");
    assertThat(reached(pod, six(third), 80)).isEqualTo("third:80");
    assertThat(reached(pod, six(third), 81)).isEqualTo("pod:15001");
    assertThat(reached(pod, third.address(), 80)).isEqualTo("pod:15001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void anInterfaceIsLeftAlone(String backend) throws IOException {
    redirect("--backend=" + backend, "--exclude-interfaces=eth0");
    assertThat(reached(other, pod.address(), 80)).isEqualTo("pod:80");
    assertThat(reached(pod, other.address(), 80)).isEqualTo("other:80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void rulesAreReplacedAndTakenAwayWithoutAnybodyElses(String backend) throws IOException {
    pod.exec("iptables-" + backend, "-t", "nat", "-A", "OUTPUT", "-d", "192.0.2.9", "-j", "ACCEPT");
    redirect("--backend=" + backend, "--exclude-outbound-ports=80");
    var first = rules(backend);
    redirect("--backend=" + backend, "--exclude-outbound-ports=80");
    assertThat(rules(backend)).isEqualTo(first).contains("SEKISHO_OUTBOUND");
    redirect();
    assertThat(reached(pod, other.address(), 80)).isEqualTo("pod:15001");
    assertThat(rules(backend)).as("auto: the one in use").contains("15001").contains("192.0.2.9");

    redirect("--clean");
    assertThat(rules(backend)).doesNotContain("SEKISHO").contains("192.0.2.9");
    assertThat(pod.exec("ip", "-6", "addr", "show", "dev", "lo")).doesNotContain("::6/128");
    assertThat(reached(pod, other.address(), 80)).isEqualTo("other:80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void withoutASidecarNothingGetsThrough(String backend) throws IOException {
    redirect("--backend=" + backend, "--outbound-port=15002");
    assertThatThrownBy(() -> reached(pod, other.address(), 80))
        .isInstanceOf(ConnectException.class);
  }

  private void redirect(String... arguments) {
    var script = Tools.repository().resolve("images/redirect/sekisho-redirect").toString();
    pod.exec(Stream.concat(Stream.of(script), Stream.of(arguments)).toArray(String[]::new));
  }

  private String rules(String backend) {
    return pod.exec("iptables-" + backend, "-t", "nat", "-S");
  }

  private static NetworkPod addressed() {
    var made = network.pod();
    made.exec("ip", "-6", "addr", "add", six(made) + "/64", "dev", "eth0", "nodad");
    return made;
  }

  /** Its address of IP version 6. */
  private static String six(NetworkPod pod) {
    return "fd83::" + pod.address().substring(pod.address().lastIndexOf('.') + 1);
  }

  /** On both families of addresses: says who it is and hangs up. */
  private void answer(NetworkPod at, int port, String name) throws IOException {
    var server = at.make(() -> ServerSocketChannel.open(StandardProtocolFamily.INET6));
    servers.add(server);
    server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    server.bind(new InetSocketAddress("::", port));
    Thread.startVirtualThread(
        () -> {
          while (server.isOpen()) {
            try (var connection = server.accept();
                var out = Channels.newOutputStream(connection)) {
              out.write(name.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
              // The client's or the test's end, which says what was missing.
            }
          }
        });
  }

  private static String reached(NetworkPod from, String address, int port) throws IOException {
    var family = address.contains(":") ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    try (var socket = from.make(() -> SocketChannel.open(family))) {
      socket.connect(new InetSocketAddress(address, port));
      return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
