package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.tracing.PublicationTraces;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.Egress;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.model.GatewayInput;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublisherTest {

  private static final GatewayPorts PORTS = new GatewayPorts(8080, 9443);

  private static final MeshSettings MESH =
      new MeshSettings(new TrustDomain("cluster.local"), SidecarPorts.DEFAULT);

  private static Publisher.Work input(String revision) {
    var input = new GatewayInput(List.of(), Map.of(), Map.of(), Map.of(), revision);
    return new Publisher.Work(
        Optional.of(new Publisher.Gateways(input, List.of())),
        MeshChange.NONE,
        Optional.empty(),
        revision);
  }

  @Test
  void whatComesDuringAPublicationIsPublishedOnceAndTheLastOneWins() throws Exception {
    BlockingQueue<String> published = new LinkedBlockingQueue<>();
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var publisher =
        new Publisher(
            PORTS,
            MESH,
            config -> {
              started.countDown();
              await(goOn);
              published.add(config.revision());
            })) {
      publisher.publish(input("first"));
      await(started);
      publisher.publish(input("second"));
      publisher.publish(input("third"));
      goOn.countDown();

      assertThat(published.poll(30, TimeUnit.SECONDS)).isEqualTo("first");
      assertThat(published.poll(30, TimeUnit.SECONDS)).isEqualTo("third");
      publisher.publish(input("fourth"));
      assertThat(published.poll(30, TimeUnit.SECONDS)).isEqualTo("fourth");
    }
  }

  @Test
  void servicesThatWaitForEachOtherAreAllPublishedInTheEnd() throws Exception {
    var scope = ProxyScope.ofSidecar("shop");
    try (var publisher = new Publisher(PORTS, MESH, config -> {})) {
      for (int i = 0; i < 200; i++) {
        var key = new ServiceKey("shop", "web-" + i);
        var ports = List.of(new ServicePort("http", 80, Optional.empty()));
        var service = new Service(key, ports, List.of("10.96.0." + i));
        publisher.publish(
            work(new MeshChange(Map.of(key, Optional.of(service)), Map.of(), Map.of(), Map.of())));
        publisher.publish(
            work(new MeshChange(Map.of(), Map.of(key, List.of()), Map.of(), Map.of())));
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (publisher.store().current(scope).resources(ResourceType.ENDPOINT).size() < 200) {
        assertThat(System.nanoTime())
            .as("all Services are published in the end")
            .isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void tellsWhoFollowsItSinceWhenWhatWasPublishedHadWaited() throws Exception {
    var traces = new Followed();
    try (var publisher = new Publisher(PORTS, MESH, traces, config -> {})) {
      long longest = 0;
      // The first after a quiet time goes at once; those that follow each other wait.
      for (int i = 0; i < 10; i++) {
        long before = System.nanoTime();
        publisher.publish(work(service("web-" + i)));
        long after = System.nanoTime();
        var times = traces.next();
        assertThat(times.noticed())
            .as("when it was handed in, not when its time had come")
            .isBetween(before, after);
        assertThat(times.taken()).isGreaterThanOrEqualTo(times.noticed());
        longest = Math.max(longest, times.taken() - times.noticed());
      }
      assertThat(longest)
          .as("nanoseconds that one of them waited")
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** Those publications that changed Services. */
  private static final class Followed implements PublicationTraces {
    private final BlockingQueue<Times> told = new LinkedBlockingQueue<>();
    private boolean changed;

    @Override
    public void began(ProxyScope scope, ResourceSnapshot snapshot) {
      add(snapshot.resources(ResourceType.ENDPOINT).keySet());
    }

    @Override
    public void changed(ProxyScope scope, Map<ResourceType, SortedSet<String>> by) {
      add(by.getOrDefault(ResourceType.ENDPOINT, Collections.emptySortedSet()));
    }

    private void add(Set<String> endpoints) {
      changed |= !endpoints.isEmpty();
    }

    @Override
    public void published(Times times, String revision) {
      if (changed) {
        told.add(times);
      }
      changed = false;
    }

    @Override
    public void failed(Times times, String revision, Throwable failure) {
      throw new AssertionError(failure);
    }

    Times next() throws InterruptedException {
      var times = told.poll(30, TimeUnit.SECONDS);
      assertThat(times).as("a publication that changes a Service").isNotNull();
      return times;
    }
  }

  private static MeshChange service(String name) {
    var key = new ServiceKey("shop", name);
    var ports = List.of(new ServicePort("http", 80, Optional.empty()));
    var address = "10.96.1." + Math.floorMod(name.hashCode(), 250);
    return new MeshChange(
        Map.of(key, Optional.of(new Service(key, ports, List.of(address)))),
        Map.of(key, List.of()),
        Map.of(),
        Map.of());
  }

  private static Publisher.Work work(MeshChange change) {
    var audience = new Audience("shop", Egress.ALL);
    return new Publisher.Work(
        Optional.empty(), change, Optional.of(Map.of(ProxyScope.ofSidecar("shop"), audience)), "r");
  }

  @Test
  void aFailureDoesNotEndIt() throws Exception {
    BlockingQueue<String> published = new LinkedBlockingQueue<>();
    try (var publisher =
        new Publisher(
            PORTS,
            MESH,
            config -> {
              published.add(config.revision());
              if (config.revision().equals("bad")) {
                throw new IllegalStateException("a defect, on purpose");
              }
            })) {
      publisher.publish(input("bad"));
      assertThat(published.poll(30, TimeUnit.SECONDS)).isEqualTo("bad");
      publisher.publish(input("good"));
      assertThat(published.poll(30, TimeUnit.SECONDS)).isEqualTo("good");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
