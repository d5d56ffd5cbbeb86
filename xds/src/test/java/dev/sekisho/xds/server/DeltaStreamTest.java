package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.resources.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaStreamTest {
  private final DeltaConversation client = new DeltaConversation();

  @ParameterizedTest
  @ValueSource(strings = {"CDS", "LDS"})
  void anEmptyFirstRequestIsAWildcard(String type) {
    client.publish(type + " a=1 b=1");
    client.wildcard(type);
    assertThat(client.acked()).isEqualTo(type + " a=1 b=1");
    client.publish(type + " a=1 b=2 c=1");
    assertThat(client.acked()).isEqualTo(type + " b=2 c=1");
    client.publish(type + " b=2");
    assertThat(client.acked()).isEqualTo(type + " -a -c");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CDS", "LDS"})
  void aWildcardOverNothingIsAnsweredWithAnEmptyResponse(String type) {
    client.publish("");
    client.wildcard(type);
    assertThat(client.acked()).isEqualTo(type);
    assertThat(client.next()).isEqualTo("nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EDS", "SDS", "RDS"})
  void otherTypesHaveNoWildcard(String type) {
    client.publish(type + " a=1");
    client.wildcard(type);
    assertThat(client.next()).isEqualTo("nothing");
    client.subscribe(type, "*");
    assertThat(client.acked()).isEqualTo(type + " -*");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CDS", "EDS", "SDS", "LDS", "RDS"})
  void namesAreServedOneByOne(String type) {
    client.publish(type + " a=1 b=1");
    client.subscribe(type, "a");
    assertThat(client.acked()).isEqualTo(type + " a=1");
    client.publish(type + " a=1 b=2");
    assertThat(client.next()).isEqualTo("nothing");
    client.publish(type + " a=2 b=2");
    assertThat(client.acked()).isEqualTo(type + " a=2");
    client.publish(type + " b=2");
    assertThat(client.acked()).isEqualTo(type + " -a");
    client.publish(type + " a=2 b=2");
    assertThat(client.acked()).isEqualTo(type + " a=2");
  }

  @Test
  @Timeout(20)
  void namesWhoseHashesCollideHoldUpNobody() {
    int pairs = 16;
    var names =
        IntStream.range(0, 1 << pairs)
            .mapToObj(
                n ->
                    IntStream.range(0, pairs)
                        .mapToObj(bit -> (n >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining()))
            .toList();
    var stream = new DeltaStream(names.size());
    stream.update(Served.NOTHING, Map.of());
    stream.request(
        new DeltaRequest(ResourceType.ENDPOINT, "", Optional.empty(), names, List.of(), Map.of()));
    assertThat(stream.next().orElseThrow().removed()).hasSameSizeAs(names);
  }

  @Test
  void aMissingNameIsAnsweredOnceAndServedWhenItComes() {
    client.publish("");
    client.subscribe("EDS", "a");
    assertThat(client.acked()).isEqualTo("EDS -a");
    client.publish("EDS b=1");
    assertThat(client.next()).isEqualTo("nothing");
    client.publish("EDS a=1 b=1");
    assertThat(client.acked()).isEqualTo("EDS a=1");
  }

  @Test
  void nothingIsSentBeforeTheFirstPublication() {
    client.reconnect("CDS", Map.of("a", "1"));
    client.subscribe("EDS", "a");
    assertThat(client.next()).isEqualTo("nothing");
    client.publish("CDS a=1, EDS a=1");
    assertThat(client.acked()).isEqualTo("EDS a=1");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @Test
  void aSecondResponseWaitsForTheAckAndConflates() {
    client.publish("CDS a=1");
    client.wildcard("CDS");
    assertThat(client.next()).isEqualTo("CDS a=1");
    client.publish("CDS a=2 b=1").publish("CDS a=3 c=1");
    assertThat(client.next()).isEqualTo("nothing");
    assertThat(client.ack("CDS")).isInstanceOf(RequestOutcome.Acked.class);
    assertThat(client.acked()).isEqualTo("CDS a=3 c=1");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @Test
  void aChangeThatIsTakenBackBeforeTheAckIsNotSent() {
    client.publish("CDS a=1");
    client.wildcard("CDS");
    assertThat(client.next()).isEqualTo("CDS a=1");
    client.publish("CDS a=2 b=1").publish("CDS a=1");
    client.ack("CDS");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @Test
  void aNackedResourceIsSentAgainOnlyWhenItChanges() {
    client.publish("LDS a=1 b=1");
    client.wildcard("LDS");
    client.acked();
    client.publish("LDS a=2 b=2");
    assertThat(client.next()).isEqualTo("LDS a=2 b=2");
    var nacked = (RequestOutcome.Nacked) client.nack("LDS", "a is bad");
    assertThat(nacked.names()).containsExactly("a", "b");
    assertThat(nacked.message()).isEqualTo("a is bad");
    assertThat(client.next()).isEqualTo("nothing");
    client.publish("LDS a=2 b=3");
    assertThat(client.acked()).isEqualTo("LDS b=3");
    client.publish("LDS a=1 b=3");
    assertThat(client.acked()).as("back to the last good one").isEqualTo("LDS a=1");
  }

  @Test
  void aStaleNonceSettlesNothingButItsSubscriptionCounts() {
    client.publish("RDS a=1 b=1");
    client.subscribe("RDS", "a");
    assertThat(client.next()).isEqualTo("RDS a=1");
    var outcome =
        client.request("RDS", "older", Optional.of("bad"), List.of("b"), List.of("a"), Map.of());
    assertThat(outcome).isInstanceOf(RequestOutcome.Noted.class);
    assertThat(client.next()).as("still outstanding").isEqualTo("nothing");
    assertThat(client.ack("RDS")).isInstanceOf(RequestOutcome.Acked.class);
    assertThat(client.acked()).isEqualTo("RDS b=1");
    client.publish("RDS a=2 b=1");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @Test
  void anAckIsCountedOnce() {
    client.publish("CDS a=1");
    client.wildcard("CDS");
    client.next();
    assertThat(client.ack("CDS")).isInstanceOf(RequestOutcome.Acked.class);
    assertThat(client.ack("CDS")).isInstanceOf(RequestOutcome.Noted.class);
  }

  @Test
  void aNameThatIsSubscribedToAgainIsSentAgain() {
    client.publish("EDS a=1 b=1");
    client.subscribe("EDS", "a", "b", "c");
    assertThat(client.acked()).isEqualTo("EDS a=1 b=1 -c");
    client.subscribe("EDS", "a", "c");
    assertThat(client.acked()).isEqualTo("EDS a=1 -c");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @Test
  void anUnsubscribedNameIsForgotten() {
    client.publish("EDS a=1");
    client.subscribe("EDS", "a");
    client.acked();
    client.unsubscribe("EDS", "a", "never-subscribed");
    assertThat(client.next()).isEqualTo("nothing");
    client.publish("EDS a=2");
    assertThat(client.next()).isEqualTo("nothing");
    client.subscribe("EDS", "a");
    assertThat(client.acked()).isEqualTo("EDS a=2");
  }

  @Test
  void leavingTheWildcardKeepsTheNames() {
    client.publish("CDS a=1 b=1");
    client.subscribe("CDS", "*", "a");
    assertThat(client.acked()).isEqualTo("CDS a=1 b=1");
    client.unsubscribe("CDS", "*");
    client.publish("CDS a=2 b=2");
    assertThat(client.acked()).isEqualTo("CDS a=2");
    client.unsubscribe("CDS", "a");
    client.publish("CDS a=3 b=3");
    assertThat(client.next()).as("an empty set isn't a wildcard again").isEqualTo("nothing");
  }

  @Test
  void aNameThatTheWildcardMayCoverIsAnsweredWhenUnsubscribed() {
    client.publish("CDS a=1 b=1");
    client.wildcard("CDS");
    client.acked();
    client.subscribe("CDS", "a", "x");
    assertThat(client.acked()).isEqualTo("CDS a=1 -x");
    client.unsubscribe("CDS", "a", "x");
    assertThat(client.acked()).isEqualTo("CDS a=1 -x");
    client.publish("CDS a=2 b=1 x=1");
    assertThat(client.acked()).isEqualTo("CDS a=2 x=1");
  }

  @Test
  void knownVersionsAreNotSentAgain() {
    client.publish("CDS a=1 b=2 c=1, EDS a=1 b=1");
    client.reconnect("CDS", Map.of("a", "1", "b", "1", "gone", "1"));
    client.reconnect("EDS", Map.of("a", "1", "not-asked-for", "1"), "a");
    assertThat(client.acked()).isEqualTo("CDS b=2 c=1");
    assertThat(client.acked()).isEqualTo("CDS -gone");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @Test
  void endpointsOfAChangedClusterAreSentAgain() {
    client.publish("CDS a=1 b=1, EDS a=1 b=1");
    client.wildcard("CDS");
    client.acked();
    client.subscribe("EDS", "a", "b", "missing");
    assertThat(client.acked()).isEqualTo("EDS a=1 b=1 -missing");
    client.publish("CDS a=2 b=1, EDS a=1 b=1");
    assertThat(client.next()).isEqualTo("CDS a=2");
    assertThat(client.acked()).as("Envoy ACKs CDS only after it").isEqualTo("EDS a=1");
    assertThat(client.next()).isEqualTo("nothing");
    client.ack("CDS");
    assertThat(client.next()).isEqualTo("nothing");
    client.publish("CDS a=2 b=1 missing=1, EDS a=1 b=1");
    assertThat(client.acked()).isEqualTo("CDS missing=1");
    assertThat(client.acked()).as("or its warming sticks").isEqualTo("EDS -missing");
  }

  @Test
  void endpointsAreSentAgainThoughTheClientReconnectedWithThem() {
    client.publish("CDS a=2, EDS a=1");
    client.reconnect("CDS", Map.of("a", "1"));
    assertThat(client.next()).isEqualTo("CDS a=2");
    client.reconnect("EDS", Map.of("a", "1"), "a");
    assertThat(client.acked()).isEqualTo("EDS a=1");
    client.ack("CDS");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @Test
  void endpointsThatAreAskedForBeforeClustersAreSentThoughKnown() {
    client.publish("CDS a=2, EDS a=1");
    client.reconnect("EDS", Map.of("a", "1"), "a");
    assertThat(client.acked()).as("the cluster may be warming").isEqualTo("EDS a=1");
    client.reconnect("CDS", Map.of("a", "2"));
    assertThat(client.next()).isEqualTo("nothing");
  }

  @Test
  void additionsFollowTheOrderOfTypesAndRemovalsGoLast() {
    client.publish("CDS a=1, EDS a=1, SDS s=1, LDS l=1, RDS r=1");
    everythingSubscribed();
    drainAll();
    client.publish("CDS b=1, EDS a=1, SDS t=1, LDS m=1, RDS r=2");
    assertThat(client.acked()).isEqualTo("CDS b=1");
    assertThat(client.acked()).isEqualTo("SDS t=1");
    assertThat(client.acked()).isEqualTo("LDS m=1");
    assertThat(client.next()).isEqualTo("RDS r=2");
    assertThat(client.next())
        .as("nothing is removed before the route is ACKed")
        .isEqualTo("nothing");
    client.ack("RDS");
    assertThat(client.acked()).isEqualTo("LDS -l");
    assertThat(client.acked()).isEqualTo("CDS -a");
    assertThat(client.acked()).isEqualTo("SDS -s");
    assertThat(client.next()).isEqualTo("nothing");
  }

  @Test
  void listenersAndRoutesWaitForTheAcksBeforeThem() {
    client.publish("CDS a=1, EDS a=1, SDS s=1, LDS l=1, RDS r=1");
    everythingSubscribed();
    assertThat(client.next()).isEqualTo("CDS a=1");
    assertThat(client.next()).isEqualTo("EDS a=1");
    assertThat(client.next()).isEqualTo("SDS s=1 -t");
    assertThat(client.next()).isEqualTo("nothing");
    client.ack("EDS");
    client.ack("SDS");
    assertThat(client.next()).isEqualTo("nothing");
    client.nack("CDS", "refused");
    assertThat(client.next()).isEqualTo("LDS l=1");
    assertThat(client.next()).isEqualTo("nothing");
    client.ack("LDS");
    assertThat(client.next()).isEqualTo("RDS r=1");
  }

  @Test
  void aLaterTypeThatIsOutstandingDoesNotHoldTheEarlierOnes() {
    client.publish("CDS a=1, RDS r=1");
    client.subscribe("RDS", "r");
    assertThat(client.next()).isEqualTo("RDS r=1");
    client.wildcard("CDS");
    assertThat(client.next()).isEqualTo("CDS a=1");
  }

  @Test
  void aClientThatWantsNoEndpointsIsNotHeldUp() {
    client.publish("CDS a=1, EDS a=1, LDS l=1");
    client.wildcard("CDS");
    client.wildcard("LDS");
    assertThat(client.acked()).isEqualTo("CDS a=1");
    assertThat(client.acked()).isEqualTo("LDS l=1");
    client.publish("CDS b=1, EDS b=1, LDS l=2");
    assertThat(client.acked()).isEqualTo("CDS b=1");
    assertThat(client.acked()).isEqualTo("LDS l=2");
    assertThat(client.acked()).isEqualTo("CDS -a");
  }

  @Test
  void aClusterStaysWhileTheClientKeepsARouteThatMayUseIt() {
    client.publish("CDS a=1, RDS r=1");
    everythingSubscribed();
    drainAll();
    client.publish("CDS b=1, RDS r=2");
    client.acked();
    assertThat(client.next()).isEqualTo("RDS r=2");
    client.nack("RDS", "refused");
    assertThat(client.next()).isEqualTo("nothing");
    client.publish("CDS b=1, RDS r=3");
    assertThat(client.acked()).isEqualTo("RDS r=3");
    assertThat(client.acked()).isEqualTo("CDS -a");
  }

  @Test
  void heldRemovalsAreBounded() {
    var many = clusters(DeltaStream.MAX_HELD_REMOVALS + 1);
    client.publish("CDS" + many + ", RDS r=1");
    client.wildcard("CDS");
    client.subscribe("RDS", "r");
    client.acked();
    assertThat(client.next()).isEqualTo("RDS r=1");
    client.publish("CDS c0=1, RDS r=2");
    assertThat(client.next()).as("held, as RDS never answers").isEqualTo("nothing");
    client.publish("RDS r=2");
    assertThat(client.next()).startsWith("CDS -c0 -c1 ");
  }

  @Test
  void anotherRevisionAloneSendsNothingAndTravelsWithTheNextResponse() {
    client.publish(Snapshots.of("CDS a=1", "r1"));
    client.wildcard("CDS");
    client.acked();
    client.publish(Snapshots.of("CDS a=1", "r2"));
    assertThat(client.next()).isEqualTo("nothing");
    client.publish(Snapshots.of("CDS a=2", "r2"));
    assertThat(client.stream.next().orElseThrow().revision()).isEqualTo("r2");
  }

  @Test
  void tooManyNamesAreRefusedWhole() {
    var small = new DeltaConversation(3);
    small.publish("EDS a=1, RDS a=1");
    small.subscribe("EDS", "a", "b");
    assertThat(small.subscribe("RDS", "a", "b")).isInstanceOf(RequestOutcome.Refused.class);
    assertThat(small.subscribe("EDS", "a", "b")).isInstanceOf(RequestOutcome.Noted.class);
    assertThat(small.reconnect("CDS", Map.of("a", "1", "b", "1")))
        .isInstanceOf(RequestOutcome.Refused.class);
  }

  private void everythingSubscribed() {
    client.wildcard("CDS");
    client.subscribe("EDS", "a");
    client.subscribe("SDS", "s", "t");
    client.wildcard("LDS");
    client.subscribe("RDS", "r");
  }

  private void drainAll() {
    while (!client.acked().equals("nothing")) {
      // until it has all
    }
  }

  private static String clusters(int count) {
    return IntStream.range(0, count).mapToObj(i -> " c" + i + "=1").collect(Collectors.joining());
  }
}
