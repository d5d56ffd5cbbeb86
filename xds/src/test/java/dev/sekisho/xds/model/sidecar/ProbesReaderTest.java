package dev.sekisho.xds.model.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.model.sidecar.AppProbe.Grpc;
import dev.sekisho.xds.model.sidecar.AppProbe.Header;
import dev.sekisho.xds.model.sidecar.AppProbe.HttpGet;
import dev.sekisho.xds.model.sidecar.AppProbe.TcpSocket;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbesReaderTest {
  private static final ObjectKey POD = new ObjectKey("Pod", "shop", "web-0");

  @Test
  void readsProbesByContainerAndKind() {
    var probes =
        read(
            """
            {"web": {"readinessProbe": {"tcpSocket": {"port": 80}, "periodSeconds": 3},
                     "livenessProbe": {"httpGet": {"port": 81}, "timeoutSeconds": 2}},
             "api": {"startupProbe": {"grpc": {"port": 82, "service": "a.B"}},
                     "postStart": {"httpGet": {"path": "/up", "port": 83}}}}
            """);

    assertThat(probes.problems()).isEmpty();
    assertThat(probes.probes())
        .containsExactly(
            new AppProbe("api", ProbeKind.STARTUP, new Grpc(82, "a.B"), 1, 10),
            new AppProbe("api", ProbeKind.POST_START, get(83, "/up"), 1, 10),
            new AppProbe("web", ProbeKind.LIVENESS, get(81, "/"), 2, 10),
            new AppProbe("web", ProbeKind.READINESS, new TcpSocket(80), 1, 3));
    assertThat(probes.probes())
        .extracting(AppProbe::path)
        .containsExactly(
            "/app-health/api/startupz",
            "/app-lifecycle/api/poststartz",
            "/app-health/web/livez",
            "/app-health/web/readyz");
  }

  @Test
  void theHostHeaderIsTheHost() {
    var get =
        new HttpGet(80, "/x?y", true, Optional.of("web.example"), List.of(new Header("A", "1 2")));

    assertThat(
            read("""
                    {"web": {"livenessProbe": {"httpGet": {"path": "x?y", "port": 80, "scheme": "HTTPS",
                      "httpHeaders": [{"name": "hOST", "value": "web.example"}, {"name": "A", "value": "1 2"}]}}}}
                    """)
                .probes())
        .extracting(AppProbe::action)
        .containsExactly(get);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | expected: an object with a field for each container",
        "{ | isn't JSON: line 1, column 2",
        "`` | expected: an object with a field for each container",
        "{} x | isn't JSON: line 1, column 4",
        "{\"a\": {}, \"a\": {}} | isn't JSON: line 1, column 14",
        "{\"a/b\": {}} | a field isn't the name of a container (expected: a DNS label)",
        "{\"a\": 1} | expected: an object",
        "{\"a\": {\"readiness\": {}}} | has an unknown field (expected: livenessProbe, postStart,"
            + " preStop, readinessProbe, startupProbe)",
        "{\"a\": {\"preStop\": {\"tcpSocket\": {\"port\": 1}}}} | has an unknown field (expected:"
            + " httpGet)",
        "{\"a\": {\"livenessProbe\": {}}} | expected: exactly one of httpGet, tcpSocket and grpc",
        "{\"a\": {\"livenessProbe\": {\"grpc\": {\"port\": 1}, \"tcpSocket\": {\"port\": 1}}}} |"
            + " expected: exactly one of httpGet, tcpSocket and grpc",
        "{\"a\": {\"livenessProbe\": {\"tcpSocket\": {\"port\": \"http\"}}}} | expected: a port"
            + " number, 1 to 65535",
        "{\"a\": {\"livenessProbe\": {\"tcpSocket\": {\"port\": 65536}}}} | expected: a port"
            + " number, 1 to 65535",
        "{\"a\": {\"livenessProbe\": {\"tcpSocket\": {\"port\": 1, \"host\": \"b\"}}}} | has an"
            + " unknown field (expected: port)",
        "{\"a\": {\"livenessProbe\": {\"tcpSocket\": {\"port\": 1}, \"periodSeconds\": 0}}} |"
            + " expected: a number of seconds, at least 1",
        "{\"a\": {\"livenessProbe\": {\"httpGet\": {\"port\": 1, \"scheme\": \"http\"}}}} |"
            + " expected: HTTP or HTTPS",
        "{\"a\": {\"livenessProbe\": {\"httpGet\": {\"port\": 1, \"path\": \"/a b\"}}}} |"
            + " expected: no space and no #",
        "{\"a\": {\"livenessProbe\": {\"httpGet\": {\"port\": 1, \"path\": \"/\\r\\n\"}}}} |"
            + " expected: a text of printable ASCII characters",
        "{\"a\": {\"livenessProbe\": {\"httpGet\": {\"port\": 1, \"httpHeaders\": {}}}}} |"
            + " expected: a list",
        "{\"a\": {\"livenessProbe\": {\"httpGet\": {\"port\": 1, \"httpHeaders\": [{\"name\":"
            + " \":path\", \"value\": \"/\"}]}}}} | expected: names of HTTP headers",
      })
  void saysWhatIsWrongAndChecksNothing(String json, String message) {
    var probes = read(json);

    assertThat(probes.problems()).extracting(problem -> problem.message()).containsOnly(message);
    assertThat(probes.problems())
        .allSatisfy(problem -> assertThat(problem.object()).isEqualTo(POD));
    assertThat(probes.probes()).isEmpty();
  }

  @Test
  void saysWhere() {
    var json = "{\"web\": {\"livenessProbe\": {\"httpGet\": {\"port\": 0}}}}";

    assertThat(read(json).problems())
        .extracting(problem -> problem.fieldPath())
        .containsExactly(
            "metadata.annotations[sidecar.sekisho.dev/probes]: web.livenessProbe.httpGet.port");
  }

  @Test
  void neverRepeatsWhatHeadersHold() {
    var json =
        """
        {"web": {"livenessProbe": {"httpGet": {"port": 0, "httpHeaders": [
          {"name": "Authorization", "value": "s3cret\\u0000"}, {"name": "s3cret:", "value": ""}]}}}}
        """;

    assertThat(read(json).problems()).isNotEmpty();
    assertThat(read(json).problems().toString()).doesNotContain("s3cret");
  }

  @Property
  void neverFails(
      @ForAll @Chars({'{', '}', '[', ']', '"', ':', ',', '\\'}) @CharRange(from = '0', to = 'z')
          String json) {
    var probes = read(json);

    assertThat(probes.probes().isEmpty() || probes.problems().isEmpty()).isTrue();
  }

  private static HttpGet get(int port, String path) {
    return new HttpGet(port, path, false, Optional.empty(), List.of());
  }

  private static AppProbes read(String json) {
    return ProbesReader.read(POD, json);
  }
}
