package dev.sekisho.xds.bootstrap;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.StaticResources;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.BackoffStrategy;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.GrpcService.EnvoyGrpc;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.RetryPolicy;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes Envoy's bootstrap. */
public final class BootstrapWriter {
  /** The static cluster that leads to Sekisho, named as Istio's proxies name theirs. */
  public static final String XDS_CLUSTER = "xds-grpc";

  /**
   * How large a compiled regular expression may be, in steps of its program. Envoy's own bound of
   * 100 is less than some names have characters; this one is Istio's.
   */
  public static final int MAX_REGEX_STEPS = 32768;

  private static final String ADMIN_ADDRESS = "127.0.0.1";
  private static final Duration FIRST_RETRY = Duration.newBuilder().setNanos(500_000_000).build();

  /** Envoy's own 30 s would keep proxies away for long after a restart of the control plane. */
  private static final Duration LAST_RETRY = Duration.newBuilder().setSeconds(5).build();

  private BootstrapWriter() {}

  /**
   * The bootstrap as JSON, for {@code envoy -c}: everything over one delta ADS stream. The same
   * options give the same text.
   */
  public static String write(BootstrapOptions options) {
    return BootstrapJson.print(
        Bootstrap.newBuilder()
            .setNode(
                Node.newBuilder()
                    .setId(options.nodeId())
                    .setCluster("sekisho-" + options.role().nodeKind()))
            .setDynamicResources(dynamicResources())
            .setStaticResources(StaticResources.newBuilder().addClusters(XdsCluster.of(options)))
            .setStatsConfig(StatsTags.config())
            .setLayeredRuntime(runtime())
            .setAdmin(
                Admin.newBuilder()
                    .setAddress(XdsCluster.socket(ADMIN_ADDRESS, options.adminPort())))
            .build());
  }

  /**
   * The further files that the bootstrap refers to, by path; empty unless {@link
   * XdsTls#secretsFolder} is set. They have to be there before the proxy starts and hold paths
   * only, no secrets.
   */
  public static SortedMap<String, String> secretFiles(BootstrapOptions options) {
    var files = new TreeMap<String, String>();
    options
        .tls()
        .ifPresent(
            tls ->
                tls.secretsFolder()
                    .ifPresent(folder -> files.putAll(XdsSecrets.files(tls, folder))));
    return files;
  }

  private static LayeredRuntime runtime() {
    var steps = Value.newBuilder().setNumberValue(MAX_REGEX_STEPS).build();
    return LayeredRuntime.newBuilder()
        .addLayers(
            RuntimeLayer.newBuilder()
                .setName("sekisho")
                .setStaticLayer(
                    Struct.newBuilder().putFields("re2.max_program_size.error_level", steps)))
        .build();
  }

  private static DynamicResources dynamicResources() {
    var ads =
        ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            // Wait for the first answer however long it takes: there is nothing else to serve.
            .setInitialFetchTimeout(Duration.getDefaultInstance());
    return DynamicResources.newBuilder()
        .setAdsConfig(
            ApiConfigSource.newBuilder()
                .setApiType(ApiType.DELTA_GRPC)
                .setTransportApiVersion(ApiVersion.V3)
                .setSetNodeOnFirstMessageOnly(true)
                .addGrpcServices(GrpcService.newBuilder().setEnvoyGrpc(stream())))
        .setCdsConfig(ads)
        .setLdsConfig(ads)
        .build();
  }

  private static EnvoyGrpc stream() {
    return EnvoyGrpc.newBuilder()
        .setClusterName(XDS_CLUSTER)
        .setRetryPolicy(
            RetryPolicy.newBuilder()
                .setRetryBackOff(
                    BackoffStrategy.newBuilder()
                        .setBaseInterval(FIRST_RETRY)
                        .setMaxInterval(LAST_RETRY)))
        .build();
  }
}
