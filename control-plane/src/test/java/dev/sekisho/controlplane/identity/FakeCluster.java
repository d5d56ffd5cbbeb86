package dev.sekisho.controlplane.identity;

import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tokens and Pods of a cluster that says what a test wants. */
final class FakeCluster implements TokenReviews, PodDirectory {
  final Map<String, Reviewed> tokens = new HashMap<>();
  final Map<PodName, PodIdentity> pods = new HashMap<>();
  final Map<PodName, PodIdentity> known = new HashMap<>();
  final Set<String> gone = new HashSet<>();
  final List<String> reviews = new ArrayList<>();
  final List<PodName> asked = new ArrayList<>();
  boolean unavailable;

  /** A token that says these claims of itself. */
  static String jwt(String claims) {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
        + ".signature";
  }

  static PodIdentity pod(String namespace, String name, String uid, String account) {
    return new PodIdentity(
        namespace, name, uid, account, Map.of("app", name), "10.0.0.1", "node-1");
  }

  void add(PodIdentity pod) {
    pods.put(new PodName(pod.namespace(), pod.name()), pod);
  }

  @Override
  public Reviewed review(String token, String audience) {
    reviews.add(token);
    if (unavailable) {
      throw new ClusterUnavailableException("down", new IllegalStateException());
    }
    return tokens.getOrDefault(
        token, new Reviewed(false, "unknown", "", List.of(), Optional.empty(), Optional.empty()));
  }

  @Override
  public Optional<PodIdentity> known(PodName name) {
    return Optional.ofNullable(known.get(name));
  }

  @Override
  public Optional<PodIdentity> ask(PodName name) {
    asked.add(name);
    if (unavailable) {
      throw new ClusterUnavailableException("down", new IllegalStateException());
    }
    return Optional.ofNullable(pods.get(name));
  }

  @Override
  public boolean isGone(String uid) {
    return gone.contains(uid);
  }
}
