package dev.sekisho.integration;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Pod of a {@link SidecarMesh}.
 *
 * @param sidecar empty: without
 */
record MeshPod(TestPod pod, NetworkPod network, Optional<EnvoyProcess> sidecar) {
  String address() {
    return network.address();
  }

  EnvoyProcess envoy() {
    return sidecar.orElseThrow(() -> new AssertionError(pod.name() + " has no sidecar"));
  }

  /** Waits until its sidecar has these listeners in use, and nothing on the way. */
  void awaitListeners(String... names) {
    Await.that(
        pod.name() + " to use the listeners " + List.of(names),
        Duration.ofSeconds(20),
        () -> {
          var used = envoy().admin("/listeners");
          return List.of(names).stream().allMatch(name -> used.contains(name + "::"))
              && envoy().stat("listener_manager.total_listeners_warming") == 0;
        });
  }

  /** Waits until its application is answered by that Service. */
  void awaitAnswers(MeshService service, int port) {
    var address = service.vip();
    Await.that(
        service.host() + " to answer " + pod.name(),
        Duration.ofSeconds(20),
        () -> get(address, port, service.host(), "/").status() == 200);
  }

  /** A connection of its application, for requests or for bytes. */
  HttpConnection connect(String host, int port) throws IOException {
    return new HttpConnection(network.connect(host, port));
  }

  /** What a GET by its application is answered with; status 0 and why if with nothing. */
  Reply get(String address, int port, String host, String path) {
    try (var connection = connect(address, port)) {
      var answer = connection.get(host, path);
      return new Reply(answer.status(), answer.body().strip());
    } catch (IOException e) {
      return new Reply(0, e.toString());
    }
  }

  /** The line that a server says, after that; why not if it says none. */
  String line(String address, int port, String first) {
    try (var connection = connect(address, port)) {
      connection.send(first);
      var line = new StringBuilder();
      for (var next = connection.read(1); !next.equals("\n"); next = connection.read(1)) {
        line.append(next);
      }
      return line.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
