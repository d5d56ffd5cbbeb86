package dev.sekisho.xds.model;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.Ingress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a chain of each TLS entry that can be served. A server name goes to the first entry that
 * names it and has a certificate, so the Ingresses are given oldest first; Envoy would refuse the
 * listener if two chains had it. For one use and thread.
 */
final class TlsChains {
  private final GatewayInput input;
  private final VirtualHostIndex virtualHosts;
  private final Problems problems;
  private final Set<HostPattern> taken = new HashSet<>();

  TlsChains(GatewayInput input, List<VirtualHost> virtualHosts, Problems problems) {
    this.input = input;
    this.virtualHosts = new VirtualHostIndex(virtualHosts);
    this.problems = problems;
  }

  List<TlsChain> of(List<Ingress> oldestFirst) {
    var chains = new ArrayList<TlsChain>();
    for (var ingress : oldestFirst) {
      for (int entry = 0; entry < ingress.tls().size(); entry++) {
        chain(ingress, entry).ifPresent(chains::add);
      }
    }
    return chains;
  }

  private Optional<TlsChain> chain(Ingress ingress, int entry) {
    var tls = ingress.tls().get(entry);
    var secret = tls.secretName().map(name -> new SecretKey(ingress.meta().namespace(), name));
    if (secret.isEmpty()) {
      problems.add(ingress, tls.fieldPath(), "no TLS for this entry: it names no Secret");
      return Optional.empty();
    }
    return secret.flatMap(key -> chain(ingress, entry, tls, key));
  }

  private Optional<TlsChain> chain(Ingress ingress, int entry, Ingress.Tls tls, SecretKey secret) {
    if (!input.certificates().containsKey(secret)) {
      var why =
          input
              .withheld()
              .getOrDefault(secret, "Secret %s has no usable certificate".formatted(secret));
      problems.add(ingress, tls.fieldPath(), "no TLS for this entry: " + why);
      return Optional.empty();
    }
    var hosts = hostsOf(ingress, tls);
    var left = hosts.stream().filter(host -> !taken.contains(host)).toList();
    if (left.size() < hosts.size()) {
      problems.add(
          ingress,
          tls.fieldPath(),
          "TLS of some of these hosts is served by an entry before this, or of an older Ingress");
    }
    if (left.isEmpty()) {
      return Optional.empty();
    }
    taken.addAll(left);
    return Optional.of(
        new TlsChain(ingress.key(), entry, secret, left, virtualHosts.overlapping(left)));
  }

  /** Sorted, each once. An entry without hosts stands for those that the Ingress has rules for. */
  private static List<HostPattern> hostsOf(Ingress ingress, Ingress.Tls tls) {
    var hosts =
        tls.hosts().isEmpty()
            ? hostsOfRules(ingress)
            : tls.hosts().stream().flatMap(host -> VirtualHosts.hostOf(host).stream());
    return hosts.distinct().sorted().toList();
  }

  private static Stream<HostPattern> hostsOfRules(Ingress ingress) {
    return ingress.rules().isEmpty()
        ? ingress.defaultBackend().stream().map(_ -> HostPattern.ANY)
        : ingress.rules().stream().flatMap(rule -> VirtualHosts.hostOf(rule).stream());
  }
}
