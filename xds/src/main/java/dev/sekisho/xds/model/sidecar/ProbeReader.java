package dev.sekisho.xds.model.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.xds.model.sidecar.AppProbe.Action;
import dev.sekisho.xds.model.sidecar.AppProbe.Grpc;
import dev.sekisho.xds.model.sidecar.AppProbe.Header;
import dev.sekisho.xds.model.sidecar.AppProbe.HttpGet;
import dev.sekisho.xds.model.sidecar.AppProbe.TcpSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one probe or hook of a container. */
record ProbeReader(ProbeFields fields, String container, ProbeKind kind) {
  private static final int DEFAULT_TIMEOUT = 1;
  private static final int DEFAULT_PERIOD = 10;
  private static final String HOST = "host";

  private static final Set<String> HOOK = Set.of("httpGet");
  private static final Set<String> PROBE =
      Set.of("httpGet", "tcpSocket", "grpc", "timeoutSeconds", "periodSeconds");

  /** RFC 9110, section 5.6.2. */
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** Empty if there is a problem with it. */
  Optional<AppProbe> read(JsonNode node) {
    fields.expectOnly(node, kind.isHook() ? HOOK : PROBE);
    int timeout = fields.seconds(node, "timeoutSeconds", DEFAULT_TIMEOUT);
    int period = fields.seconds(node, "periodSeconds", DEFAULT_PERIOD);
    return action(node).map(action -> new AppProbe(container, kind, action, timeout, period));
  }

  private Optional<? extends Action> action(JsonNode node) {
    var present = List.of("httpGet", "tcpSocket", "grpc").stream().filter(node::has).toList();
    if (present.size() != 1) {
      fields.problem("expected: exactly one of httpGet, tcpSocket and grpc");
      return Optional.empty();
    }
    var name = present.getFirst();
    var action = node.path(name);
    var below = fields.below(name);
    return switch (name) {
      case "httpGet" -> httpGet(below, action);
      case "tcpSocket" -> {
        below.expectOnly(action, Set.of("port"));
        yield below.port(action).map(TcpSocket::new);
      }
      default -> {
        below.expectOnly(action, Set.of("port", "service"));
        var service = below.text(action, "service", "");
        yield below.port(action).flatMap(port -> service.map(text -> new Grpc(port, text)));
      }
    };
  }

  private static Optional<HttpGet> httpGet(ProbeFields fields, JsonNode node) {
    fields.expectOnly(node, Set.of("path", "port", "scheme", "httpHeaders"));
    var scheme = fields.text(node, "scheme", "HTTP").orElse("");
    if (!scheme.equals("HTTP") && !scheme.equals("HTTPS")) {
      fields.below("scheme").problem("expected: HTTP or HTTPS");
      return Optional.empty();
    }
    var headers = headers(fields.below("httpHeaders"), node.path("httpHeaders"));
    var host = headers.stream().filter(ProbeReader::isHost).map(Header::value).findFirst();
    return fields
        .port(node)
        .flatMap(
            port ->
                path(fields, node)
                    .map(
                        path ->
                            new HttpGet(
                                port,
                                path,
                                scheme.equals("HTTPS"),
                                host,
                                headers.stream().filter(header -> !isHost(header)).toList())));
  }

  private static boolean isHost(Header header) {
    return header.name().toLowerCase(Locale.ROOT).equals(HOST);
  }

  private static Optional<String> path(ProbeFields fields, JsonNode node) {
    var path = fields.text(node, "path", "/");
    if (path.filter(text -> text.indexOf(' ') >= 0 || text.indexOf('#') >= 0).isPresent()) {
      fields.below("path").problem("expected: no space and no #");
      return Optional.empty();
    }
    return path.map(text -> text.startsWith("/") ? text : "/" + text);
  }

  private static List<Header> headers(ProbeFields fields, JsonNode node) {
    if (node.isMissingNode()) {
      return List.of();
    }
    if (!node.isArray()) {
      fields.problem("expected: a list");
      return List.of();
    }
    var headers = new ArrayList<Header>();
    for (var element : node) {
      fields.expectOnly(element, Set.of("name", "value"));
      var name = fields.text(element, "name", "").orElse("");
      var value = fields.text(element, "value", "").orElse("");
      if (!HEADER_NAME.matcher(name).matches()) {
        fields.problem("expected: names of HTTP headers");
      } else if (name.toLowerCase(Locale.ROOT).equals(HOST) && value.isBlank()) {
        fields.problem("expected: no empty Host");
      } else {
        headers.add(new Header(name, value));
      }
    }
    return headers;
  }
}
