package dev.sekisho.webhook.inject;

import java.util.Optional;

/**
 * What holds for all sidecars that are put into Pods.
 *
 * @param version of this software
 * @param ownNamespace Sekisho's, whose Pods get none
 * @param selection which namespaces ask for sidecars
 * @param images of the containers
 * @param nativeSidecars whether they are native
 * @param redirection where the namespace doesn't say
 * @param resources where the Pod doesn't say
 * @param clusterDomain of the DNS names of Services
 * @param tokenAudience of the tokens that sidecars show
 * @param prometheus whether Pods are annotated for being scraped, where they don't say
 */
public record InjectionSettings(
    String version,
    String ownNamespace,
    Selection selection,
    Images images,
    NativeSidecars nativeSidecars,
    Redirection redirection,
    ProxyResources resources,
    String clusterDomain,
    String tokenAudience,
    boolean prometheus) {

  /**
   * @param revision value of the label {@code istio.io/rev} that asks for these sidecars
   * @param honoursIstioLabel whether {@code istio-injection: enabled} does too
   */
  public record Selection(String revision, boolean honoursIstioLabel) {}

  /**
   * @param pullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}; empty: what Kubernetes
   *     makes of the tag
   */
  public record Images(String proxy, String redirection, Optional<String> pullPolicy) {}

  /** What a control plane without any configuration would use. */
  public static InjectionSettings defaults(String version, String ownNamespace) {
    return new InjectionSettings(
        version,
        ownNamespace,
        new Selection("sekisho", false),
        new Images("sekisho/proxy:" + version, "sekisho/redirect:" + version, Optional.empty()),
        NativeSidecars.AUTO,
        Redirection.CONTAINER,
        new ProxyResources(ProxyResources.Range.NONE, ProxyResources.Range.NONE),
        "cluster.local",
        "sekisho",
        false);
  }
}
