package dev.sekisho.xds.server;

import java.time.Duration;

/**
 * What clients may cost.
 *
 * @param maxRequestBytes the largest request message
 * @param maxNamesPerStream how many names a stream may subscribe to, of all types together
 * @param maxStreamsPerConnection concurrent streams; an Envoy needs one
 * @param maxConnectionAge after which a connection is closed, give or take a tenth, so that load
 *     balances anew
 * @param keepAliveTime idle time after which the peer is pinged
 */
public record XdsLimits(
    int maxRequestBytes,
    int maxNamesPerStream,
    int maxStreamsPerConnection,
    Duration maxConnectionAge,
    Duration keepAliveTime) {

  /** 4 MiB, 100,000 names, 16 streams, half an hour, 30 s. */
  public static final XdsLimits DEFAULT =
      new XdsLimits(4 << 20, 100_000, 16, Duration.ofMinutes(30), Duration.ofSeconds(30));

  /** These, but for another age. */
  public XdsLimits withMaxConnectionAge(Duration age) {
    return new XdsLimits(
        maxRequestBytes, maxNamesPerStream, maxStreamsPerConnection, age, keepAliveTime);
  }

  /** Checks that all are positive. */
  public XdsLimits {
    if (maxRequestBytes <= 0 || maxNamesPerStream <= 0 || maxStreamsPerConnection <= 0) {
      throw new IllegalArgumentException(
          "limits: %d, %d, %d (expected: > 0)"
              .formatted(maxRequestBytes, maxNamesPerStream, maxStreamsPerConnection));
    }
  }
}
