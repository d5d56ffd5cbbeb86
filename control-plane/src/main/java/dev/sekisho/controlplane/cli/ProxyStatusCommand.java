package dev.sekisho.controlplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.xds.server.SyncState;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Who is connected, and how far they have come. */
@Command(
    name = "proxy-status",
    description = {
      "Lists the proxies that are connected to a control plane, and for each type of resources",
      "whether they have accepted what they were sent last."
    },
    footer = {
      "",
      "SYNCED: accepted; STALE: not answered yet; ERROR: refused, the proxy goes on with what it had;",
      "NOT SENT: nothing asked for, or nothing to send.",
      "",
      "Examples:",
      "  sekisho proxy-status",
      "  sekisho proxy-status --admin http://127.0.0.1:15014 -o json",
      "",
      "Exit code 0: nothing is refused; 1: a proxy has refused something; 3: nobody answers."
    })
final class ProxyStatusCommand implements Callable<Integer> {
  private static final List<String> TYPES =
      List.of("cluster", "endpoint", "listener", "route", "secret");

  @Spec private CommandSpec spec;
  @Mixin private AdminPages admin;
  @Mixin private TextOrJson output;

  @Override
  public Integer call() throws InterruptedException {
    var proxies = admin.read("syncz");
    var out = spec.commandLine().getOut();
    switch (output.form()) {
      case text -> {
        var table = new Table("PROXY", "TYPE", "CDS", "EDS", "LDS", "RDS", "SDS", "REVISION");
        proxies.forEach(proxy -> add(proxy, table));
        if (table.isEmpty()) {
          out.println("no proxy is connected");
        } else {
          table.write(out);
        }
        proxies.forEach(proxy -> TYPES.forEach(type -> refusal(proxy, type)));
      }
      case json -> out.println(proxies.toPrettyString());
    }
    out.flush();
    return proxies.valueStream().anyMatch(ProxyStatusCommand::isRefused) ? 1 : 0;
  }

  private static void add(JsonNode proxy, Table table) {
    table.add(
        proxy.path("proxy").asText(),
        proxy.path("proxy_type").asText(),
        status(proxy, "cluster"),
        status(proxy, "endpoint"),
        status(proxy, "listener"),
        status(proxy, "route"),
        status(proxy, "secret"),
        proxy.path("cluster_revision").asText());
  }

  private void refusal(JsonNode proxy, String type) {
    if (status(proxy, type).equals(SyncState.ERROR.text())) {
      spec.commandLine()
          .getOut()
          .printf(
              "%s refuses its %ss: %s%n",
              proxy.path("proxy").asText(), type, proxy.path(type + "_nack").asText());
    }
  }

  private static boolean isRefused(JsonNode proxy) {
    return TYPES.stream().anyMatch(type -> status(proxy, type).equals(SyncState.ERROR.text()));
  }

  private static String status(JsonNode proxy, String type) {
    return proxy.path(type + "_status").asText();
  }
}
