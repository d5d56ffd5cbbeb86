package dev.sekisho.policies.hosts;

import dev.sekisho.policies.objects.ObjectKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where a host is served: claims conflict only on the same exposure. */
public record Exposure(String name) {

  /** The sidecars of all workloads. */
  public static final Exposure MESH = new Exposure("mesh");

  private static final String ALB_GROUP = "alb-group/";

  /**
   * Of an Ingress; having no class is an exposure of its own.
   *
   * @param effectiveClass the class of the Ingress, or the default class
   */
  public static Exposure ofIngressClass(Optional<String> effectiveClass) {
    return new Exposure("ingress-class/" + effectiveClass.orElse(""));
  }

  /** The application load balancer that the Ingresses of a group share. */
  static Exposure ofAlbGroup(String group) {
    return new Exposure(ALB_GROUP + group);
  }

  /** The name of the group, if this is one. */
  public Optional<String> albGroup() {
    return name.startsWith(ALB_GROUP)
        ? Optional.of(name.substring(ALB_GROUP.length()))
        : Optional.empty();
  }

  /** What Istio Gateways open on the Pods with these labels. */
  static Exposure ofIstioServers(Map<String, String> selector) {
    return new Exposure("istio-servers/" + normalised(selector));
  }

  /** What VirtualServices serve on the Pods with these labels. */
  static Exposure ofIstioRoutes(Map<String, String> selector) {
    return new Exposure("istio-routes/" + normalised(selector));
  }

  /** What the Gateway itself opens. */
  static Exposure ofListeners(ObjectKey gateway) {
    return new Exposure("listeners/" + gateway);
  }

  /** What serves the objects of a resource of which only policies know what they claim. */
  static Exposure ofResource(String group, String resource) {
    return new Exposure("resource/" + group + "/" + resource);
  }

  /** What is served through that object; for Istio only while it isn't there. */
  static Exposure ofRoutes(ObjectKey gateway) {
    return new Exposure("routes/" + gateway);
  }

  /** Where nothing is served, and nobody but {@code object} claims anything. */
  static Exposure ofNobody(ObjectKey object) {
    return new Exposure("nobody/" + object);
  }

  private static String normalised(Map<String, String> selector) {
    return new TreeMap<>(selector)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }
}
