package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.Objects;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyReporterTest {

  private static final ObjectKey EDGE = new ObjectKey("ConfigMap", "sekisho-system", "edge");

  private final FakeSource source = new FakeSource();
  private final ClusterState state = new ClusterState("sekisho-system");
  private final Objects objects = new Objects(state);
  private final PolicyReporter reporter = new PolicyReporter(source, Map.of(), true);

  @Test
  void tellsTheRevisionInForce() throws Exception {
    reporter.add(objects.policy("edge", "allow: ['a.test']"));
    reporter.flush(state);

    assertThat(source.written)
        .containsExactly("keep sekisho-system/edge", "sekisho-system/edge uid-edge");
    assertThat(status().path("status").asText()).isEqualTo("ok");
    assertThat(status().path("revision").asText())
        .isEqualTo(state.policies().revision().toString());
  }

  @Test
  void theRevisionIsThatOfAllThatCameTogether() throws Exception {
    reporter.add(objects.policy("edge", "allow: ['a.test']"));
    reporter.add(objects.policy("other", "allow: ['b.test']"));
    reporter.flush(state);

    var mapper = new ObjectMapper();
    assertThat(source.statuses).hasSize(2);
    for (String status : source.statuses) {
      assertThat(mapper.readTree(status).path("revision").asText())
          .isEqualTo(state.policies().revision().toString());
    }
  }

  @Test
  void tellsEachContentOnceAndNotTheStatusItWrote() {
    reporter.add(objects.policy("edge", "allow: ['a.test']"));
    reporter.flush(state);
    reporter.flush(state);
    assertThat(source.statuses).hasSize(1);

    reporter.add(objects.policy("edge", "allow: ['a.test']", source.statuses.getFirst()));
    reporter.flush(state);
    assertThat(source.statuses).as("our own annotation").hasSize(1);

    reporter.add(objects.policy("edge", "allow: ['b.test']", source.statuses.getFirst()));
    reporter.flush(state);
    assertThat(source.statuses).hasSize(2);
  }

  @Test
  void whatTheAnnotationSaysAlreadyIsNotWrittenAgain() {
    reporter.add(objects.policy("edge", "allow: ['a.test']"));
    reporter.flush(state);
    var text = source.statuses.getFirst();

    var restarted = new ClusterState("sekisho-system");
    var after = new PolicyReporter(source, Map.of(), true);
    after.add(new Objects(restarted).policy("edge", "allow: ['a.test']", text));
    after.flush(restarted);

    assertThat(source.statuses).hasSize(1);
  }

  @Test
  void aBrokenOneIsToldWithItsPlaceAndNotKept() throws Exception {
    reporter.add(objects.policy("edge", "allow: ['a.test']"));
    reporter.flush(state);
    var good = source.kept.get(EDGE);
    var revision = state.policies().revision();

    reporter.add(objects.policy("edge", "allw: ['a.test']"));
    reporter.flush(state);

    assertThat(status().path("status").asText()).isEqualTo("error");
    assertThat(status().path("problems").toString()).contains("policy.yaml", "allw", "allow");
    assertThat(source.kept).isEqualTo(Map.of(EDGE, good));
    assertThat(state.policies().revision()).isEqualTo(revision);
  }

  @Test
  void whatIsKeptAlreadyIsNotKeptAgain() {
    var kept = Map.of("policy.yaml", Objects.policyText("edge", "allow: ['a.test']"));
    var reporter = new PolicyReporter(source, Map.of(EDGE, kept), true);

    reporter.add(objects.policy("edge", "allow: ['a.test']"));
    reporter.flush(state);
    assertThat(source.written).containsExactly("sekisho-system/edge uid-edge");

    reporter.add(objects.policy("edge", "allow: ['b.test']"));
    reporter.flush(state);
    assertThat(source.written).contains("keep sekisho-system/edge");
    assertThat(source.kept.getOrDefault(EDGE, Map.of()).get("policy.yaml")).contains("b.test");
  }

  @Test
  void oneThatLostItsLabelIsDropped() {
    reporter.add(objects.policy("edge", "allow: ['a.test']"));
    reporter.flush(state);

    objects
        .put(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: edge, namespace: sekisho-system, uid: uid-edge}
            data: {key: value}
            """)
        .ifPresent(reporter::add);
    reporter.flush(state);

    assertThat(source.kept).isEmpty();
  }

  @Test
  void aRemovedOneIsDropped() {
    reporter.add(objects.policy("edge", "allow: ['a.test']"));
    reporter.flush(state);

    reporter.removed(EDGE);
    reporter.removed(EDGE);

    assertThat(source.written).filteredOn(w -> w.startsWith("drop")).hasSize(1);
    assertThat(source.kept).isEmpty();
  }

  @Test
  void aRestoredOneThatIsRemovedIsDropped() {
    new PolicyReporter(source, Map.of(EDGE, Map.of()), true).removed(EDGE);

    assertThat(source.written).containsExactly("drop sekisho-system/edge");
  }

  @Test
  void aConfigMapThatIsNoPolicyIsNotWrittenTo() {
    objects
        .put(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: other, namespace: shop, uid: u}
            data: {key: value}
            """)
        .ifPresent(reporter::add);
    reporter.flush(state);

    assertThat(source.written).isEmpty();
  }

  @Test
  void whoDoesNotLeadWritesNothingUntilItDoes() throws Exception {
    var second = new PolicyReporter(source, Map.of(), false);
    second.add(objects.policy("edge", "allow: ['a.test']"));
    second.flush(state);
    assertThat(source.written).isEmpty();

    second.lead(state, Map.of());
    assertThat(source.written)
        .containsExactly("keep sekisho-system/edge", "sekisho-system/edge uid-edge");

    second.follow();
    second.add(objects.policy("edge", "allow: ['b.test']"));
    second.flush(state);
    assertThat(source.written).hasSize(2);
  }

  @Test
  void aNewLeaderWritesOnlyWhatTheOneBeforeDidNot() {
    var second = new PolicyReporter(source, Map.of(), false);
    reporter.add(objects.policy("edge", "allow: ['a.test']"));
    reporter.flush(state);
    second.add(objects.policy("edge", "allow: ['a.test']", source.statuses.getFirst()));
    second.flush(state);

    second.lead(state, source.lastGood());

    assertThat(source.written).as("all is as the first left it").hasSize(2);
  }

  @Test
  void aNewLeaderDropsWhatWasRemovedWhileNobodyLed() {
    source.kept.put(EDGE, Map.of());
    var second = new PolicyReporter(source, Map.of(EDGE, Map.of()), false);
    second.removed(EDGE);
    assertThat(source.written).isEmpty();

    second.lead(state, source.lastGood());

    assertThat(source.written).containsExactly("drop sekisho-system/edge");
  }

  @Test
  void aNewLeaderKeepsTheLastGoodOneOfAPolicyThatIsWrongNow() {
    var second = new PolicyReporter(source, Map.of(), false);
    second.add(objects.policy("edge", "allow: ['a.test']"));
    second.add(objects.policy("edge", "allw: ['a.test']"));
    second.flush(state);

    second.lead(state, Map.of());

    assertThat(source.kept.getOrDefault(EDGE, Map.of()).get("policy.yaml")).contains("allow");
    assertThat(source.statuses).singleElement().asString().contains("error");
  }

  private JsonNode status() throws Exception {
    return new ObjectMapper().readTree(source.statuses.getLast());
  }
}
