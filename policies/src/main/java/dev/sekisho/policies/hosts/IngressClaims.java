package dev.sekisho.policies.hosts;

import dev.sekisho.policies.hosts.HostRequest.MalformedHost;
import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an Ingress claims: the hosts of its rules and TLS entries, those that ingress-nginx adds by
 * annotation, and "*" where it names none.
 */
public final class IngressClaims {

  private static final String KIND_WORD = "ingress";
  private static final String SERVER_ALIAS = "nginx.ingress.kubernetes.io/server-alias";
  private static final String ALIAS_PATH = "metadata.annotations[" + SERVER_ALIAS + "]";

  private IngressClaims() {}

  /**
   * @param defaultClass the class of Ingresses that name none
   */
  public static HostRequest of(
      Ingress ingress,
      NamespaceFacts namespace,
      PolicySet policies,
      Optional<String> defaultClass) {
    var effectiveClass = ingress.className().or(() -> defaultClass);
    var collector =
        new Collector(
            ingress, Owners.of(namespace, policies), Exposure.ofIngressClass(effectiveClass));
    for (Ingress.Rule rule : ingress.rules()) {
      var paths = pathsOf(rule);
      rule.host()
          .ifPresentOrElse(
              host -> collector.host(host, rule.fieldPath() + ".host", paths),
              () -> collector.hostless(rule.fieldPath(), paths));
    }
    if (ingress.defaultBackend().isPresent()) {
      collector.hostless("spec.defaultBackend", Set.of("PREFIX /"));
    }
    for (Ingress.Tls tls : ingress.tls()) {
      for (int i = 0; i < tls.hosts().size(); i++) {
        collector.host(tls.hosts().get(i), tls.fieldPath() + ".hosts[" + i + "]", Set.of());
      }
    }
    aliasesOf(ingress).forEach(alias -> collector.host(alias, ALIAS_PATH, Set.of()));
    return new HostRequest(
        ingress.key(),
        ingress.meta(),
        KIND_WORD,
        collector.owner,
        Set.of(collector.exposure),
        effectiveClass,
        collector.items,
        tlsOf(ingress),
        ingress.unreadable());
  }

  /** What ingress-nginx serves beside the hosts of the rules; it separates them by commas. */
  private static List<String> aliasesOf(Ingress ingress) {
    var aliases = ingress.meta().annotations().getOrDefault(SERVER_ALIAS, "");
    return Arrays.stream(aliases.split(",", -1))
        .map(String::strip)
        .filter(alias -> !alias.isEmpty())
        .toList();
  }

  private static HostRequest.Tls tlsOf(Ingress ingress) {
    return new HostRequest.Tls(
        !ingress.tls().isEmpty(),
        ingress.tls().stream().anyMatch(entry -> entry.hosts().isEmpty()),
        ingress.tls().stream()
            .flatMap(entry -> entry.hosts().stream())
            .flatMap(
                host ->
                    HostPattern.read(host) instanceof HostPattern.Reading.Ok(var pattern)
                        ? Stream.of(pattern)
                        : Stream.empty())
            .toList());
  }

  private static Set<String> pathsOf(Ingress.Rule rule) {
    return rule.paths().stream()
        .map(path -> path.type() + " " + path.path())
        .collect(Collectors.toSet());
  }

  private static final class Collector {
    private final Ingress ingress;
    private final String owner;
    private final Exposure exposure;
    private final List<HostRequest.Item> items = new ArrayList<>();

    Collector(Ingress ingress, String owner, Exposure exposure) {
      this.ingress = ingress;
      this.owner = owner;
      this.exposure = exposure;
    }

    void host(String text, String path, Set<String> paths) {
      switch (HostPattern.read(text)) {
        case HostPattern.Reading.Ok ok -> claim(ok.pattern(), false, path, paths);
        case HostPattern.Reading.Malformed problem ->
            items.add(new MalformedHost(text, path, problem.reason()));
      }
    }

    void hostless(String path, Set<String> paths) {
      claim(HostPattern.ANY, true, path, paths);
    }

    private void claim(HostPattern pattern, boolean hostless, String path, Set<String> paths) {
      items.add(new HostClaim(ingress.key(), owner, exposure, pattern, hostless, path, paths));
    }
  }
}
