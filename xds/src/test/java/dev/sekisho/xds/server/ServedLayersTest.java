package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.Publication;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.resources.Snapshots;
import dev.sekisho.xds.store.ResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class ServedLayersTest {
  private final ResourceStore store = new ResourceStore();
  private final List<Served> served = new ArrayList<>();
  private final List<Map<ResourceType, SortedSet<String>>> changes = new ArrayList<>();
  private final ServedLayers layers =
      new ServedLayers(
          2,
          (now, changed) -> {
            served.add(now);
            changes.add(changed);
          });

  @Test
  void nothingIsServedBeforeEveryPartIsKnown() {
    layers.secrets(Snapshots.of("SDS default=1"));
    publish(0, "CDS a=1");
    assertThat(served).isEmpty();
    publish(1, "CDS in=1, LDS in=1");
    assertThat(served).hasSize(1);
    assertThat(names(served.getFirst(), ResourceType.CLUSTER)).containsExactly("a", "in");
    assertThat(names(served.getFirst(), ResourceType.LISTENER)).containsExactly("in");
    assertThat(names(served.getFirst(), ResourceType.SECRET)).containsExactly("default");
  }

  @Test
  void thenEachChangeIsPassedOnAlone() {
    publish(0, "CDS a=1");
    publish(1, "CDS in=1");
    publish(0, "CDS a=1 b=1");
    assertThat(changes.getLast()).isEqualTo(Map.of(ResourceType.CLUSTER, Set.of("b")));
    layers.secrets(Snapshots.of("SDS default=1"));
    assertThat(changes.getLast()).isEqualTo(Map.of(ResourceType.SECRET, Set.of("default")));
    assertThat(names(served.getLast(), ResourceType.CLUSTER)).containsExactly("a", "b", "in");
  }

  @Test
  void whatIsKnownIsNotPassedOnAgain() {
    var publication = Publication.first(Snapshots.of("CDS a=1"));
    layers.publish(0, publication);
    publish(1, "CDS in=1");
    layers.publish(0, publication);
    assertThat(served).hasSize(1);
  }

  @Test
  void resourcesOfAllPartsComeInOrder() {
    publish(0, "CDS b=1 d=1 e=1");
    publish(1, "CDS a=1 c=1 d=2 f=1");
    assertThat(served.getLast().inOrder(ResourceType.CLUSTER))
        .containsExactlyElementsOf(served.getLast().resources(ResourceType.CLUSTER).values())
        .extracting(EncodedResource::name)
        .containsExactly("a", "b", "c", "d", "e", "f");
  }

  @Test
  void theLastPartWins() {
    publish(0, "CDS a=1 b=1");
    publish(1, "CDS a=2");
    assertThat(version(served.getLast(), "a")).contains("2");
    assertThat(version(served.getLast(), "b")).contains("1");
    assertThat(names(served.getLast(), ResourceType.CLUSTER)).containsExactly("a", "b");
    publish(1, "LDS a=2");
    assertThat(version(served.getLast(), "a")).contains("1");
  }

  @Test
  void theVersionFollowsTheContent() {
    var one = Served.of(Snapshots.of("CDS a=1"), Snapshots.of("CDS in=1"));
    assertThat(one.version(ResourceType.CLUSTER))
        .isEqualTo(
            Served.of(Snapshots.of("CDS a=1"), Snapshots.of("CDS in=1"))
                .version(ResourceType.CLUSTER))
        .isNotEqualTo(
            Served.of(Snapshots.of("CDS a=1"), Snapshots.of("CDS in=2"))
                .version(ResourceType.CLUSTER));
    assertThat(
            Served.of(Snapshots.of("CDS a=1"), ResourceSnapshot.EMPTY)
                .version(ResourceType.CLUSTER))
        .isEqualTo(Snapshots.of("CDS a=1").version(ResourceType.CLUSTER));
  }

  private void publish(int part, String text) {
    var scope = part == 0 ? ProxyScope.SIDECAR : ProxyScope.ofWorkload("shop", "web-1");
    store.publish(scope, Snapshots.of(text));
    layers.publish(part, store.publication(scope).orElseThrow());
  }

  private static Set<String> names(Served served, ResourceType type) {
    return served.resources(type).keySet();
  }

  private static Optional<String> version(Served served, String name) {
    return served.find(ResourceType.CLUSTER, name).map(EncodedResource::version);
  }
}
