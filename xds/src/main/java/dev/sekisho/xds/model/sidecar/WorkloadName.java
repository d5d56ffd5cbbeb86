package dev.sekisho.xds.model.sidecar;

import dev.sekisho.xds.identity.PodName;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What statistics name a Pod by, so that its replicas are counted together. */
public final class WorkloadName {
  private static final String CLUSTER = "Kubernetes";
  private static final Pattern OF_CRON_JOB = Pattern.compile("(.+)-\\d{8,10}");

  /**
   * What controls a Pod.
   *
   * @param kind such as {@code ReplicaSet}
   */
  public record Owner(String kind, String name) {}

  private WorkloadName() {}

  /**
   * {@code workload;namespace;canonical name;revision;cluster}, as Istio writes it at endpoints.
   * The workload is the Deployment or CronJob behind what controls the Pod, as far as names tell.
   */
  public static String of(PodName pod, Optional<Owner> owner, Map<String, String> labels) {
    var workload = owner.map(controller -> workload(controller, labels)).orElse(pod.name());
    var name =
        first(labels, "service.istio.io/canonical-name", "app.kubernetes.io/name", "app")
            .orElse(workload);
    var revision =
        first(labels, "service.istio.io/canonical-revision", "app.kubernetes.io/version", "version")
            .orElse("");
    return String.join(";", workload, pod.namespace(), name, revision, CLUSTER);
  }

  private static String workload(Owner owner, Map<String, String> labels) {
    return switch (owner.kind()) {
      case "ReplicaSet" -> {
        var suffix = "-" + labels.getOrDefault("pod-template-hash", "");
        yield suffix.length() > 1 && owner.name().endsWith(suffix)
            ? owner.name().substring(0, owner.name().length() - suffix.length())
            : owner.name();
      }
      case "Job" -> {
        var ofCronJob = OF_CRON_JOB.matcher(owner.name());
        yield ofCronJob.matches() ? ofCronJob.group(1) : owner.name();
      }
      default -> owner.name();
    };
  }

  private static Optional<String> first(Map<String, String> labels, String... names) {
    return Stream.of(names)
        .flatMap(name -> Optional.ofNullable(labels.get(name)).stream())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
