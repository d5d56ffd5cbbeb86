package dev.sekisho.controlplane.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What this replica is called in the leader's Lease and in logs. */
final class ReplicaName {

  /** From the downward API; a container that is started again in its Pod leads on at once. */
  private static final String POD_NAME = "POD_NAME";

  private static final int RANDOM_BYTES = 4;

  private ReplicaName() {}

  /** The Pod's name, or the host's with something random: several may run on one host. */
  static String of(Map<String, String> environment, RandomGenerator random) {
    return Optional.ofNullable(environment.get(POD_NAME))
        .filter(name -> !name.isBlank())
        .orElseGet(() -> host() + "_" + random(random));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "sekisho";
    }
  }

  private static String random(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
