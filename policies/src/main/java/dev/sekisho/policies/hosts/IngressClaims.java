package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.Ingress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an Ingress claims: the hosts of its rules and TLS entries, those that ingress-nginx adds by
 * annotation, and "*" where it names none; and the load balancer that AWS' controller makes for a
 * group.
 */
public final class IngressClaims {

  private static final String KIND_WORD = "ingress";
  private static final String SERVER_ALIAS = "nginx.ingress.kubernetes.io/server-alias";
  private static final String ALB_GROUP = "alb.ingress.kubernetes.io/group.name";
  private static final String ALB_GROUP_PATH = "metadata.annotations[" + ALB_GROUP + "]";
  private static final String ALIAS_PATH = "metadata.annotations[" + SERVER_ALIAS + "]";

  private IngressClaims() {}

  /**
   * @param owner of its namespace
   * @param defaultClass the class of Ingresses that name none
   */
  public static HostRequest of(Ingress ingress, String owner, Optional<String> defaultClass) {
    var effectiveClass = ingress.className().or(() -> defaultClass);
    var exposure = Exposure.ofIngressClass(effectiveClass);
    var claims = new ClaimCollector(ingress, KIND_WORD, owner);
    claims.servedOn(exposure);
    for (Ingress.Rule rule : ingress.rules()) {
      var paths = pathsOf(rule);
      rule.host()
          .ifPresentOrElse(
              host -> host(host, rule.fieldPath() + ".host", exposure, paths, claims),
              () -> claims.hostless(rule.fieldPath(), exposure, paths));
    }
    if (ingress.defaultBackend().isPresent()) {
      claims.hostless("spec.defaultBackend", exposure, Set.of("PREFIX /"));
    }
    for (Ingress.Tls tls : ingress.tls()) {
      for (int i = 0; i < tls.hosts().size(); i++) {
        String path = tls.fieldPath() + ".hosts[" + i + "]";
        host(tls.hosts().get(i), path, exposure, Set.of(), claims);
      }
    }
    aliasesOf(ingress).forEach(alias -> host(alias, ALIAS_PATH, exposure, Set.of(), claims));
    Optional.ofNullable(ingress.meta().annotations().get(ALB_GROUP))
        .filter(group -> !group.isEmpty())
        .ifPresent(group -> claims.group(ALB_GROUP_PATH, Exposure.ofAlbGroup(group)));
    return claims.request(effectiveClass, tlsOf(ingress));
  }

  private static void host(
      String text, String path, Exposure exposure, Set<String> paths, ClaimCollector claims) {
    claims.read(text, path).ifPresent(pattern -> claims.host(pattern, path, exposure, paths));
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
            .flatMap(host -> HostPattern.read(host).valid().stream())
            .toList(),
        "spec.tls");
  }

  private static Set<String> pathsOf(Ingress.Rule rule) {
    return rule.paths().stream()
        .map(path -> path.type() + " " + path.path())
        .collect(Collectors.toSet());
  }
}
