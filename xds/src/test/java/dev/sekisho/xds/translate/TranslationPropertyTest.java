package dev.sekisho.xds.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.GatewayInput;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.model.ProxyConfigBuilder;
import dev.sekisho.xds.model.TestIngresses;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TranslationPropertyTest {
  private static final GatewayPorts PORTS = new GatewayPorts(80, 443);

  @Property(tries = 500)
  void isAFunction(@ForAll("inputs") GatewayInput input, @ForAll long seed) {
    var random = new Random(seed);
    assertThat(bytes(translate(shuffled(input, random)))).isEqualTo(bytes(translate(input)));
  }

  @Property(tries = 500)
  void isFreeOfWhatEnvoyRefuses(@ForAll("inputs") GatewayInput input) {
    var snapshot = translate(input);
    for (var routes : messages(snapshot, ResourceType.ROUTE, RouteConfiguration.class)) {
      assertThat(routes.getVirtualHostsList()).isNotEmpty();
      assertThat(routes.getVirtualHostsList().stream().map(VirtualHost::getName))
          .doesNotHaveDuplicates();
      assertThat(routes.getVirtualHostsList().stream().flatMap(h -> h.getDomainsList().stream()))
          .doesNotHaveDuplicates();
    }
    for (var listener : messages(snapshot, ResourceType.LISTENER, Listener.class)) {
      assertThat(listener.getFilterChainsList()).isNotEmpty();
      assertThat(listener.getFilterChainsList().stream().flatMap(c -> serverNames(c).stream()))
          .doesNotHaveDuplicates();
    }
  }

  @Property(tries = 500)
  void refersToWhatIsThereAndNothingIsThereForNothing(@ForAll("inputs") GatewayInput input) {
    var snapshot = translate(input);
    var chains =
        messages(snapshot, ResourceType.LISTENER, Listener.class).stream()
            .flatMap(listener -> listener.getFilterChainsList().stream())
            .toList();
    assertThat(names(chains, TranslationPropertyTest::routesOf))
        .isEqualTo(snapshot.resources(ResourceType.ROUTE).keySet());
    assertThat(names(chains, TranslationPropertyTest::secretOf))
        .isEqualTo(snapshot.resources(ResourceType.SECRET).keySet());
    var routes =
        messages(snapshot, ResourceType.ROUTE, RouteConfiguration.class).stream()
            .flatMap(configuration -> configuration.getVirtualHostsList().stream())
            .flatMap(host -> host.getRoutesList().stream())
            .filter(Route::hasRoute)
            .toList();
    assertThat(names(routes, route -> Stream.of(route.getRoute().getCluster())))
        .isEqualTo(snapshot.resources(ResourceType.CLUSTER).keySet())
        .isEqualTo(snapshot.resources(ResourceType.ENDPOINT).keySet());
  }

  @Property(tries = 500)
  void sendsEachEndpointOnce(@ForAll("inputs") GatewayInput input) {
    for (var assignment :
        messages(translate(input), ResourceType.ENDPOINT, ClusterLoadAssignment.class)) {
      assertThat(
              assignment.getEndpointsList().stream()
                  .flatMap(locality -> locality.getLbEndpointsList().stream())
                  .map(endpoint -> endpoint.getEndpoint().getAddress()))
          .doesNotHaveDuplicates();
    }
  }

  @Property(tries = 200)
  void plaintextStreamsSeeNothingOfTls(@ForAll("inputs") GatewayInput input) {
    var all = translate(input);
    var config = ProxyConfigBuilder.build(input, PORTS);
    for (var scope : List.of(ProxyScope.GATEWAY_PLAINTEXT, new ProxyScope("unknown"))) {
      var plaintext =
          new GatewayTranslator(new TrustDomain("cluster.local")).translate(config, scope);
      assertThat(plaintext.resources(ResourceType.SECRET)).isEmpty();
      assertThat(plaintext.resources(ResourceType.LISTENER)).containsOnlyKeys("0.0.0.0_80");
      assertThat(plaintext.resources(ResourceType.ROUTE)).containsOnlyKeys("http.80");
      for (var type : ResourceType.values()) {
        assertThat(all.resources(type)).containsAllEntriesOf(plaintext.resources(type));
      }
    }
  }

  @Property(tries = 50)
  void theRevisionStaysOutsideTheResources(@ForAll("inputs") GatewayInput input) {
    var other =
        new GatewayInput(
            input.granted(),
            input.services(),
            input.slices(),
            input.certificates(),
            "another revision");
    assertThat(translate(other).revision()).isEqualTo("another revision");
    assertThat(bytes(translate(other))).isEqualTo(bytes(translate(input)));
  }

  @Provide
  Arbitrary<GatewayInput> inputs() {
    return TestIngresses.inputs();
  }

  private static ResourceSnapshot translate(GatewayInput input) {
    return new GatewayTranslator(new TrustDomain("cluster.local"))
        .translate(ProxyConfigBuilder.build(input, PORTS), ProxyScope.GATEWAY);
  }

  private static Map<ResourceType, Object> bytes(ResourceSnapshot snapshot) {
    return Stream.of(ResourceType.values())
        .collect(Collectors.toMap(Function.identity(), snapshot::resources));
  }

  private static GatewayInput shuffled(GatewayInput input, Random random) {
    var slices = new HashMap<>(input.slices());
    slices.replaceAll(
        (_, list) ->
            shuffled(list, random).stream()
                .map(
                    slice ->
                        new EndpointSlice(
                            slice.service(),
                            shuffled(slice.ports(), random),
                            shuffled(slice.endpoints(), random)))
                .toList());
    return new GatewayInput(
        shuffled(input.granted(), random),
        input.services(),
        slices,
        input.certificates(),
        input.revision());
  }

  private static <T> List<T> shuffled(Collection<T> items, Random random) {
    var shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static <T extends Message> List<T> messages(
      ResourceSnapshot snapshot, ResourceType type, Class<T> message) {
    return snapshot.resources(type).values().stream()
        .map(resource -> unpack(parse(resource.body()), message))
        .toList();
  }

  private static <T> Set<String> names(List<T> items, Function<T, Stream<String>> names) {
    return items.stream().flatMap(names).collect(Collectors.toSet());
  }

  /** The empty name stands for a chain that takes any. */
  private static List<String> serverNames(FilterChain chain) {
    var names = chain.getFilterChainMatch().getServerNamesList();
    return names.isEmpty() ? List.of("") : names;
  }

  private static Stream<String> routesOf(FilterChain chain) {
    var manager = unpack(chain.getFilters(0).getTypedConfig(), HttpConnectionManager.class);
    return Stream.of(manager.getRds().getRouteConfigName());
  }

  private static Stream<String> secretOf(FilterChain chain) {
    if (!chain.hasTransportSocket()) {
      return Stream.empty();
    }
    return unpack(chain.getTransportSocket().getTypedConfig(), DownstreamTlsContext.class)
        .getCommonTlsContext()
        .getTlsCertificateSdsSecretConfigsList()
        .stream()
        .map(config -> config.getName());
  }

  private static Any parse(ByteString bytes) {
    try {
      return Any.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static <T extends Message> T unpack(Any any, Class<T> message) {
    try {
      return any.unpack(message);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
