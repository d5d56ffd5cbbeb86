package dev.sekisho.policies.hosts;

import dev.sekisho.policies.hosts.HostClaim.Subject;
import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.HostObject;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers what one object asks for, in document order, each claim once. For one thread. */
final class ClaimCollector {

  private final HostObject object;
  private final ObjectKey key;
  private final String kindWord;
  private final String owner;
  private final Set<HostRequest.Item> items = new LinkedHashSet<>();
  private final Set<Exposure> exposures = new HashSet<>();

  ClaimCollector(HostObject object, String kindWord, String owner) {
    this.object = object;
    this.key = object.key();
    this.kindWord = kindWord;
    this.owner = owner;
  }

  String owner() {
    return owner;
  }

  /** The object asks to be served there, whatever it claims. */
  void servedOn(Exposure exposure) {
    exposures.add(exposure);
  }

  /** The pattern that the text is; one that is none is noted. */
  Optional<HostPattern> read(String text, String path) {
    return switch (HostPattern.read(text)) {
      case HostPattern.Reading.Ok ok -> Optional.of(ok.pattern());
      case HostPattern.Reading.Malformed problem -> {
        items.add(new HostRequest.MalformedHost(text, path, problem.reason()));
        yield Optional.empty();
      }
    };
  }

  void host(HostPattern pattern, String path, Exposure exposure, Set<String> paths) {
    claim(Subject.HOST, pattern, path, exposure, paths);
  }

  void host(HostPattern pattern, String path, Exposure exposure) {
    host(pattern, path, exposure, Set.of());
  }

  /** The object names no host there. */
  void hostless(String path, Exposure exposure, Set<String> paths) {
    claim(Subject.EVERY_HOST, HostPattern.ANY, path, exposure, paths);
  }

  /** A load balancer that several objects share. */
  void group(String path, Exposure exposure) {
    claim(Subject.GROUP, HostPattern.ANY, path, exposure, Set.of());
  }

  void taken(HostPattern pattern, String path, String by) {
    items.add(new HostRequest.TakenHost(pattern, path, by));
  }

  private void claim(
      Subject subject, HostPattern pattern, String path, Exposure exposure, Set<String> paths) {
    exposures.add(exposure);
    items.add(new HostClaim(key, owner, exposure, pattern, subject, path, paths));
  }

  HostRequest request(Optional<String> ingressClass, HostRequest.Tls tls) {
    return new HostRequest(
        key,
        object.meta(),
        kindWord,
        owner,
        exposures,
        ingressClass,
        List.copyOf(items),
        tls,
        object.unreadable());
  }
}
