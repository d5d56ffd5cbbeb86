package dev.sekisho.xds.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamProtocolTest {
  @ParameterizedTest
  @CsvSource({
    "http, , HTTP_1",
    "'', , HTTP_1",
    "http2, , HTTP_2",
    "HTTP2-web, , HTTP_2",
    "grpc, , HTTP_2",
    "grpc-api, , HTTP_2",
    "Grpc-Web-api, , HTTP_2",
    "h2c, , HTTP_2",
    "http2ish, , HTTP_1",
    "http, h2c, HTTP_2",
    "http, HTTP2, HTTP_2",
    "http, grpc, HTTP_2",
    "http, Kubernetes.io/H2C, HTTP_2",
    "grpc, http, HTTP_1",
    "grpc, kubernetes.io/ws, HTTP_1",
    "http, grpc-own, HTTP_1",
  })
  void followsAppProtocolThenTheName(String name, String appProtocol, UpstreamProtocol expected) {
    var port = new ServicePort(name, 80, Optional.ofNullable(appProtocol));
    assertThat(UpstreamProtocol.of(port)).isEqualTo(expected);
  }
}
