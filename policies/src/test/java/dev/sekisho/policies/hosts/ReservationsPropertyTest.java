package dev.sekisho.policies.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.HostPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Reservations against a list of them that is gone through for each question. */
class ReservationsPropertyTest {

  private static final Exposure GATEWAY = new Exposure("gateway");
  private static final List<String> HOSTS =
      List.of("*", "*.com", "com", "a.com", "*.a.com", "x.a.com", "*.x.a.com", "xa.com", "b.org");
  private static final List<String> OWNERS = List.of("red", "green", "blue");
  private static final int LIFETIME = 4;

  /** At each second somebody asks for hosts, perhaps with a name that was asked for before. */
  record Ask(String name, String owner, List<String> hosts, boolean arrives) {
    ClaimingObject object() {
      return Claims.of(name, owner, 0, hosts.toArray(String[]::new)).object();
    }
  }

  private record Held(Ask ask, int until) {}

  @Provide
  Arbitrary<List<Ask>> asks() {
    var hosts = Arbitraries.of(HOSTS).list().ofMinSize(1).ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", ""),
            Arbitraries.of(OWNERS),
            hosts,
            Arbitraries.of(true, false, false))
        .as(
            (name, owner, list, arrives) ->
                new Ask(name, owner, list.stream().distinct().toList(), arrives))
        .list()
        .ofMaxSize(25);
  }

  @Property
  void somethingIsInTheWayOrNot(@ForAll("asks") List<Ask> asks) {
    var reservations = new Reservations();
    var oracle = new ArrayList<Held>();
    for (int now = 0; now < asks.size(); now++) {
      int second = now;
      var ask = asks.get(now);
      reservations.expire(Instant.ofEpochSecond(now));
      oracle.removeIf(held -> held.until() <= second);
      if (ask.arrives() && !ask.name().isEmpty()) {
        reservations.arrived(ask.object());
        oracle.removeIf(
            h -> h.ask().name().equals(ask.name()) && ask.hosts().containsAll(h.ask().hosts()));
      } else if (ask.hosts().stream().allMatch(h -> rivals(oracle, h, ask.owner()).isEmpty())) {
        reservations.hold(ask.object(), Instant.ofEpochSecond(now + LIFETIME));
        oracle.removeIf(h -> h.ask().name().equals(ask.name()) && !ask.name().isEmpty());
        oracle.add(new Held(ask, now + LIFETIME));
      }
      compare(reservations, oracle);
    }
  }

  private static void compare(Reservations reservations, List<Held> oracle) {
    for (String host : HOSTS) {
      for (String owner : OWNERS) {
        var found = reservations.conflicting(GATEWAY, HostPattern.of(host), owner);
        var rivals = rivals(oracle, host, owner);
        assertThat(found.isPresent())
            .as("%s for %s among %s", host, owner, oracle)
            .isEqualTo(!rivals.isEmpty());
        found.ifPresent(claim -> assertThat(rivals).contains(claim.owner()));
      }
    }
  }

  private static List<String> rivals(List<Held> oracle, String host, String owner) {
    var pattern = HostPattern.of(host);
    return oracle.stream()
        .map(Held::ask)
        .filter(ask -> !ask.owner().equals(owner))
        .filter(ask -> ask.hosts().stream().anyMatch(h -> HostPattern.of(h).overlaps(pattern)))
        .map(Ask::owner)
        .toList();
  }
}
