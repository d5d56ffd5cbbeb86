package dev.sekisho.controlplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a proxy is served. */
@Command(
    name = "proxy-config",
    description = "Shows what a connected proxy is served now, without its secrets.",
    footer = {
      "",
      "Examples:",
      "  sekisho proxy-config web-1.shop",
      "  sekisho proxy-config web-1.shop --part endpoints",
      "  sekisho proxy-config web-1.shop -o json     what Envoy's own config_dump looks like",
      "",
      "Exit code 0: shown; 2: no such proxy; 3: nobody answers."
    })
final class ProxyConfigCommand implements Callable<Integer> {

  /** What of it. */
  enum Part {
    all,
    clusters,
    endpoints,
    listeners,
    routes
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PROXY", description = "POD.NAMESPACE, as proxy-status names it.")
  private String proxy;

  @Option(
      names = "--part",
      paramLabel = "PART",
      defaultValue = "all",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Part part;

  @Mixin private AdminPages admin;
  @Mixin private TextOrJson output;

  @Override
  public Integer call() throws InterruptedException {
    var query = "?proxyID=" + URLEncoder.encode(proxy, StandardCharsets.UTF_8);
    var out = spec.commandLine().getOut();
    switch (output.form()) {
      case text -> {
        var dump = admin.read("config_dump" + query);
        var endpoints = admin.read("endpointz" + query);
        tables(dump, endpoints).map(ProxyConfigCommand::text).forEach(out::print);
      }
      case json -> out.println(admin.read("config_dump" + query).toPrettyString());
    }
    out.flush();
    return 0;
  }

  private Stream<Table> tables(JsonNode dump, JsonNode endpoints) {
    return switch (part) {
      case all -> Stream.of(clusters(dump), endpoints(endpoints), listeners(dump), routes(dump));
      case clusters -> Stream.of(clusters(dump));
      case endpoints -> Stream.of(endpoints(endpoints));
      case listeners -> Stream.of(listeners(dump));
      case routes -> Stream.of(routes(dump));
    };
  }

  private static String text(Table table) {
    var text = new StringWriter();
    table.write(new PrintWriter(text));
    return text + System.lineSeparator();
  }

  private static Table clusters(JsonNode dump) {
    var table = new Table("CLUSTER", "TYPE", "VERSION");
    all(dump, "dynamic_active_clusters")
        .forEach(
            c ->
                table.add(
                    c.at("/cluster/name").asText(),
                    c.at("/cluster/type").asText("STATIC"),
                    c.path("version_info").asText()));
    return table;
  }

  private static Table endpoints(JsonNode endpoints) {
    var table = new Table("ENDPOINT", "HEALTH", "MTLS", "ZONE", "CLUSTER");
    endpoints.forEach(
        e ->
            table.add(
                e.path("address").asText(),
                e.path("health").asText(),
                e.path("mtls").asBoolean() ? "yes" : "no",
                e.path("zone").asText(),
                e.path("cluster").asText()));
    return table;
  }

  private static Table listeners(JsonNode dump) {
    var table = new Table("LISTENER", "ADDRESS", "CHAINS", "VERSION");
    all(dump, "dynamic_listeners")
        .map(listener -> listener.path("active_state"))
        .forEach(
            l -> {
              var socket = l.at("/listener/address/socket_address");
              table.add(
                  l.at("/listener/name").asText(),
                  socket.path("address").asText() + ":" + socket.path("port_value").asInt(),
                  Integer.toString(l.at("/listener/filter_chains").size()),
                  l.path("version_info").asText());
            });
    return table;
  }

  private static Table routes(JsonNode dump) {
    var table = new Table("ROUTES", "VIRTUAL HOST", "DOMAINS");
    all(dump, "dynamic_route_configs")
        .map(config -> config.path("route_config"))
        .forEach(
            config ->
                config
                    .path("virtual_hosts")
                    .forEach(
                        host ->
                            table.add(
                                config.path("name").asText(),
                                host.path("name").asText(),
                                host.path("domains")
                                    .valueStream()
                                    .map(JsonNode::asText)
                                    .collect(Collectors.joining(", ")))));
    return table;
  }

  private static Stream<JsonNode> all(JsonNode dump, String field) {
    return dump.path("configs").valueStream().flatMap(config -> config.path(field).valueStream());
  }
}
