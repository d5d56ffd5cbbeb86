package dev.sekisho.xds.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.HostPattern;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VirtualHostIndexPropertyTest {
  @Property
  void findsWhatComparingEachFinds(
      @ForAll("patterns") Set<HostPattern> served, @ForAll("patterns") Set<HostPattern> asked) {
    var hosts = served.stream().sorted().map(host -> new VirtualHost(host, List.of())).toList();
    var expected =
        hosts.stream().filter(host -> asked.stream().anyMatch(host.host()::overlaps)).toList();
    assertThat(new VirtualHostIndex(hosts).overlapping(List.copyOf(asked))).isEqualTo(expected);
  }

  @Provide
  Arbitrary<Set<HostPattern>> patterns() {
    return Arbitraries.of(
            "*", "test", "*.test", "a.test", "*.a.test", "x.a.test", "y.x.a.test", "ba.test")
        .map(HostPattern::of)
        .set()
        .ofMaxSize(5);
  }
}
