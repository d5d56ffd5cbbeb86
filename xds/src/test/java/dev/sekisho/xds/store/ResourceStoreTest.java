package dev.sekisho.xds.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.resources.Snapshots;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResourceStoreTest {
  private final ResourceStore store = new ResourceStore();
  private final AtomicInteger notified = new AtomicInteger();

  @Test
  void servesNothingBeforeTheFirstPublication() {
    assertThat(store.current(ProxyScope.GATEWAY)).isSameAs(ResourceSnapshot.EMPTY);
    assertThat(store.publication(ProxyScope.GATEWAY)).isEmpty();
    store.publish(ProxyScope.GATEWAY, ResourceSnapshot.EMPTY);
    assertThat(store.publication(ProxyScope.GATEWAY)).isPresent();
  }

  @Test
  void tellsListenersOfWhatIsNew() {
    store.subscribe(ProxyScope.GATEWAY, notified::incrementAndGet);
    store.publish(ProxyScope.GATEWAY, Snapshots.of("CDS a=1"));
    store.publish(ProxyScope.GATEWAY, Snapshots.of("CDS a=1"));
    assertThat(notified).as("equal content").hasValue(1);
    store.publish(ProxyScope.GATEWAY_PLAINTEXT, Snapshots.of("CDS b=1"));
    assertThat(notified).as("another scope").hasValue(1);
    store.publish(ProxyScope.GATEWAY, Snapshots.of("CDS a=1", "another revision"));
    assertThat(store.current(ProxyScope.GATEWAY).revision()).isEqualTo("another revision");
    assertThat(notified).as("another revision").hasValue(2);
  }

  @Test
  void tellsWhoFollowsItWhatIsDifferent() {
    var told = new ArrayList<String>();
    var followed =
        new ResourceStore(
            new StoreEvents() {
              @Override
              public void began(ProxyScope scope, ResourceSnapshot snapshot) {
                told.add(scope + " " + snapshot.resources(ResourceType.CLUSTER).keySet());
              }

              @Override
              public void changed(ProxyScope scope, Map<ResourceType, SortedSet<String>> changed) {
                told.add(scope + " " + changed);
              }
            });
    var gateway = ProxyScope.GATEWAY;
    followed.publish(gateway, Snapshots.of("CDS a=1"));
    followed.publish(gateway, Snapshots.of("CDS a=1"));
    followed.publish(gateway, Snapshots.of("CDS a=2 b=1"));
    followed.publish(gateway, Snapshots.of("CDS a=2 b=1", "another revision"));
    followed.drop(gateway);
    followed.publish(
        gateway, Snapshots.of("CDS c=1"), Map.of(ResourceType.CLUSTER, new TreeSet<>(Set.of("c"))));
    assertThat(told)
        .containsExactly(
            gateway + " [a]", gateway + " {CLUSTER=[a, b]}", gateway + " {}", gateway + " [c]");
  }

  @Test
  void aScopeThatIsDroppedStartsAnew() {
    store.publish(ProxyScope.GATEWAY, Snapshots.of("CDS a=1"));
    store.drop(ProxyScope.GATEWAY);
    assertThat(store.publication(ProxyScope.GATEWAY)).isEmpty();
    Runnable listener = notified::incrementAndGet;
    store.subscribe(ProxyScope.GATEWAY, listener);
    store.publish(ProxyScope.GATEWAY, Snapshots.of("CDS a=1"));
    assertThat(notified).hasValue(1);
    store.unsubscribe(ProxyScope.GATEWAY, listener);
    store.publish(ProxyScope.GATEWAY, Snapshots.of("CDS a=2"));
    assertThat(notified).hasValue(1);
  }

  @Test
  void computesTheChangesSinceAnySnapshot() {
    var first = Snapshots.of("CDS a=1 b=1, EDS a=1");
    var second = Snapshots.of("CDS a=1 b=2 c=1, EDS a=1");
    var third = Snapshots.of("CDS a=1 c=1");
    store.publish(ProxyScope.GATEWAY, first);
    store.publish(ProxyScope.GATEWAY, second);
    store.publish(ProxyScope.GATEWAY, third);
    var publication = store.publication(ProxyScope.GATEWAY).orElseThrow();
    assertThat(publication.changesSince(third)).isEmpty();
    assertThat(publication.changesSince(second))
        .isEqualTo(Map.of(ResourceType.CLUSTER, Set.of("b"), ResourceType.ENDPOINT, Set.of("a")));
    assertThat(publication.changesSince(first))
        .isEqualTo(
            Map.of(ResourceType.CLUSTER, Set.of("b", "c"), ResourceType.ENDPOINT, Set.of("a")));
    assertThat(publication.changesSince(Snapshots.of("CDS a=1 c=2")))
        .as("one that was never published")
        .isEqualTo(Map.of(ResourceType.CLUSTER, Set.of("c")));
  }

  @Test
  void aLaggingStreamGetsTheSameChangesFromStepsAsFromSnapshots() {
    var old = Snapshots.of("CDS a=0");
    store.publish(ProxyScope.GATEWAY, old);
    for (int i = 1; i <= 100; i++) {
      store.publish(ProxyScope.GATEWAY, Snapshots.of("CDS a=%d b%d=1".formatted(i, i % 3)));
    }
    var publication = store.publication(ProxyScope.GATEWAY).orElseThrow();
    assertThat(publication.changesSince(old).get(ResourceType.CLUSTER)).containsExactly("a", "b1");
  }

  @Test
  void knownChangesAreTakenWithoutComparing() {
    var changes = new ResourceChanges();
    var first = Snapshots.of("CDS a=1 b=1");
    store.publish(ProxyScope.GATEWAY, first);
    changes.remove(ResourceType.CLUSTER, "a");
    var second = first.with(changes);
    store.publish(ProxyScope.GATEWAY, second, changes.against(first));
    assertThat(store.publication(ProxyScope.GATEWAY).orElseThrow().changesSince(first))
        .isEqualTo(Map.of(ResourceType.CLUSTER, Set.of("a")));
    assertThat(second.version(ResourceType.CLUSTER))
        .isEqualTo(Snapshots.of("CDS b=1").version(ResourceType.CLUSTER));
  }

  @Test
  void plaintextStreamsHaveNoSecretsWhateverIsPublished() {
    store.publish(ProxyScope.GATEWAY_PLAINTEXT, Snapshots.of("SDS key=1, CDS a=1", "rev"));
    var served = store.current(ProxyScope.GATEWAY_PLAINTEXT);
    assertThat(served.resources(ResourceType.SECRET)).isEmpty();
    assertThat(served.resources(ResourceType.CLUSTER)).containsOnlyKeys("a");
    assertThat(served.revision()).isEqualTo("rev");
    store.publish(ProxyScope.GATEWAY, Snapshots.of("SDS key=1"));
    assertThat(store.current(ProxyScope.GATEWAY).resources(ResourceType.SECRET)).isNotEmpty();
  }
}
