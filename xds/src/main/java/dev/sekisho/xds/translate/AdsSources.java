package dev.sekisho.xds.translate;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;

/** Where Envoy gets a resource from that another one names: the same stream. */
public final class AdsSources {
  private AdsSources() {}

  /** Envoy goes on without the resource after its own default of 15 s. */
  public static ConfigSource withTimeout() {
    return ConfigSource.newBuilder()
        .setAds(AggregatedConfigSource.getDefaultInstance())
        .setResourceApiVersion(ApiVersion.V3)
        .build();
  }

  /** Envoy waits: better the old state than one without routes or endpoints. */
  public static ConfigSource waiting() {
    return withTimeout().toBuilder().setInitialFetchTimeout(Duration.getDefaultInstance()).build();
  }
}
