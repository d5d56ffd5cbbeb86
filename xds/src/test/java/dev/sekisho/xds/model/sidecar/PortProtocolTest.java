package dev.sekisho.xds.model.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.model.ServicePort;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortProtocolTest {
  @ParameterizedTest
  @CsvSource({
    "http, HTTP_1",
    "HTTP-web, HTTP_1",
    "http2, HTTP_2",
    "grpc-api, HTTP_2",
    "grpc-web, HTTP_2",
    "grpc-web-ui, HTTP_2",
    "http_proxy, HTTP_1",
    "tcp-peer, TCP",
    "tls, TCP",
    "https-admin, TCP",
    "mongo, MONGO",
    "redis, TCP",
    "mysql, TCP",
    "httpish, DETECTED",
    "main, DETECTED",
    "'', DETECTED",
  })
  void theNameDeclares(String name, PortProtocol expected) {
    assertThat(PortProtocol.of(new ServicePort(name, 8080, Optional.empty()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "kubernetes.io/h2c, HTTP_2",
    "kubernetes.io/ws, HTTP_1",
    "kubernetes.io/wss, TCP",
    "GRPC, HTTP_2",
    "grpc-web, HTTP_2",
    "https, TCP",
    // Unknown: the name is left.
    "example.com/own, HTTP_1",
  })
  void appProtocolGoesFirst(String appProtocol, PortProtocol expected) {
    assertThat(PortProtocol.of(new ServicePort("http", 8080, Optional.of(appProtocol))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"25", "53", "3306", "4222", "6222", "27017"})
  void someNumbersAreTcpUnlessDeclaredOtherwise(int number) {
    assertThat(PortProtocol.of(new ServicePort("client", number, Optional.empty())))
        .isEqualTo(PortProtocol.TCP);
    assertThat(PortProtocol.of(new ServicePort("http", number, Optional.empty())))
        .isEqualTo(PortProtocol.HTTP_1);
  }
}
