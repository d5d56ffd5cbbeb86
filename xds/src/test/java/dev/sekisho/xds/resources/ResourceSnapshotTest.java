package dev.sekisho.xds.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.StringValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceSnapshotTest {
  private static final EncodedResource A = resource("a", "1");
  private static final EncodedResource B = resource("b", "1");

  @Test
  void keepsResourcesByTypeAndName() {
    var snapshot = ResourceSnapshot.of(Map.of(ResourceType.ROUTE, List.of(B, A)), "r1");
    assertThat(snapshot.resources(ResourceType.ROUTE).values()).containsExactly(A, B);
    assertThat(snapshot.resources(ResourceType.CLUSTER)).isEmpty();
    assertThat(snapshot.find(ResourceType.ROUTE, "a")).contains(A);
    assertThat(snapshot.find(ResourceType.LISTENER, "a")).isEmpty();
    assertThat(snapshot.revision()).isEqualTo("r1");
    assertThat(snapshot).hasToString("revision r1, CDS 0, EDS 0, SDS 0, LDS 0, RDS 2");
  }

  @Test
  void hasAVersionForEachTypeThatFollowsNamesAndContentOnly() {
    var routes = versionOfRoutes("r1", A, B);
    assertThat(versionOfRoutes("r2", B, A)).isEqualTo(routes);
    assertThat(versionOfRoutes("r1", A)).isNotEqualTo(routes);
    assertThat(versionOfRoutes("r1", A, resource("b", "2"))).isNotEqualTo(routes);
    assertThat(versionOfRoutes("r1", A, resource("c", "1"))).isNotEqualTo(routes);
  }

  @Test
  void refusesTwoResourcesOfOneName() {
    var twice = Map.of(ResourceType.ROUTE, List.of(A, resource("a", "2")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResourceSnapshot.of(twice, "r1"))
        .withMessage("two RDS resources are named \"a\"");
  }

  @Test
  void startsEmpty() {
    assertThat(ResourceType.values())
        .allSatisfy(type -> assertThat(ResourceSnapshot.EMPTY.resources(type)).isEmpty());
    assertThat(ResourceSnapshot.EMPTY.revision()).isEmpty();
    assertThat(ResourceSnapshot.EMPTY.toString()).startsWith("revision (none)");
  }

  private static String versionOfRoutes(String revision, EncodedResource... routes) {
    return ResourceSnapshot.of(Map.of(ResourceType.ROUTE, List.of(routes)), revision)
        .version(ResourceType.ROUTE);
  }

  private static EncodedResource resource(String name, String content) {
    return EncodedResource.encode(name, StringValue.of(content));
  }
}
