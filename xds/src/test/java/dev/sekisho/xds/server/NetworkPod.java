package dev.sekisho.xds.server;

import java.util.List;
import java.util.stream.Stream;

/** A namespace with an address of its own. */
record NetworkPod(String name, String address) {
  private static final String SIDECAR = "1337";

  /** Runs a command in it, and gives its output. */
  String exec(String... command) {
    return PodNetwork.run(in(command));
  }

  /** The command that does that in it. */
  List<String> in(String... command) {
    return Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(command)).toList();
  }

  /**
   * Redirects its connections to a sidecar's ports, which runs as the group {@value SIDECAR}, as
   * the injection of sidecars does.
   */
  void redirect() {
    var rules =
        """
        -N IN
        -A PREROUTING -p tcp -j IN
        -A IN -p tcp -m multiport --dports 15090,15021,15020 -j RETURN
        -A IN -p tcp -j REDIRECT --to-ports 15006
        -N OUT
        -A OUTPUT -p tcp -j OUT
        -A OUT -o lo -s 127.0.0.6/32 -j RETURN
        -A OUT -o lo -p tcp ! -d 127.0.0.1/32 -m owner --gid-owner 1337 -j REDIRECT --to-ports 15006
        -A OUT -o lo -m owner ! --gid-owner 1337 -j RETURN
        -A OUT -m owner --gid-owner 1337 -j RETURN
        -A OUT -d 127.0.0.1/32 -j RETURN
        -A OUT -p tcp -j REDIRECT --to-ports 15001
        """;
    rules.lines().forEach(rule -> exec(("iptables -t nat " + rule).split(" ", -1)));
  }

  /** The command that runs a sidecar's command in it. */
  List<String> asSidecar(String... command) {
    var group = in("setpriv", "--regid", SIDECAR, "--clear-groups");
    return Stream.concat(group.stream(), Stream.of(command)).toList();
  }
}
