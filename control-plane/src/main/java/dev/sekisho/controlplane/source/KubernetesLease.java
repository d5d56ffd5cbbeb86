package dev.sekisho.controlplane.source;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Lease of {@code coordination.k8s.io/v1}. */
final class KubernetesLease implements LeaseStore {

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  KubernetesLease(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  @Override
  public Optional<Stored> read() {
    return Optional.ofNullable(client.leases().inNamespace(namespace).withName(name).get())
        .map(
            lease ->
                new Stored(
                    record(Objects.requireNonNullElseGet(lease.getSpec(), LeaseSpec::new)),
                    lease.getMetadata().getResourceVersion()));
  }

  @Override
  public boolean create(LeaseRecord record) {
    return unlessConflict(() -> lease(null, record).create());
  }

  @Override
  public boolean replace(Stored read, LeaseRecord record) {
    return unlessConflict(() -> lease(read.version(), record).update());
  }

  private Resource<Lease> lease(@Nullable String version, LeaseRecord record) {
    var lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withResourceVersion(version)
            .endMetadata()
            .withSpec(spec(record))
            .build();
    return client.leases().inNamespace(namespace).resource(lease);
  }

  private static boolean unlessConflict(Supplier<Lease> write) {
    try {
      var unused = write.get();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private static LeaseSpec spec(LeaseRecord record) {
    return new LeaseSpecBuilder()
        .withHolderIdentity(record.holder())
        .withLeaseDurationSeconds(Math.toIntExact(record.duration().toSeconds()))
        .withAcquireTime(record.acquired().atZone(ZoneOffset.UTC))
        .withRenewTime(record.renewed().atZone(ZoneOffset.UTC))
        .withLeaseTransitions(record.transitions())
        .build();
  }

  /** Every field of a Lease is optional. */
  private static LeaseRecord record(LeaseSpec spec) {
    return new LeaseRecord(
        Objects.requireNonNullElse(spec.getHolderIdentity(), ""),
        Duration.ofSeconds(Objects.requireNonNullElse(spec.getLeaseDurationSeconds(), 0)),
        instant(spec.getAcquireTime()),
        instant(spec.getRenewTime()),
        Objects.requireNonNullElse(spec.getLeaseTransitions(), 0));
  }

  private static Instant instant(@Nullable ZonedDateTime time) {
    return time == null ? Instant.EPOCH : time.toInstant();
  }
}
