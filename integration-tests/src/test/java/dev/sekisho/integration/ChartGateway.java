package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An Envoy with the arguments and files that the chart gives its gateway, in a Pod of this name.
 */
record ChartGateway(EnvoyProcess envoy, int readinessPort, int metricsPort)
    implements AutoCloseable {
  private static final String POD = "sekisho-gateway-1";
  private static final String ROOTS =
      "/api/v1/namespaces/" + Cluster.HOME + "/configmaps/sekisho-ca-root-cert";

  static ChartGateway start(
      Cluster cluster, ControlPlaneProcess controlPlane, List<JsonNode> objects)
      throws IOException {
    var pod = TestPod.create(cluster, Cluster.HOME, "sekisho-gateway", POD);
    var folder = Tools.newData(POD);
    Files.writeString(
        Files.createDirectories(folder.resolve("token")).resolve("token"), pod.token());
    Files.writeString(
        Files.createDirectories(folder.resolve("root")).resolve("root-cert.pem"),
        cluster.read(ROOTS).path("data").path("root-cert.pem").asText());
    int admin = Ports.free();
    int readiness = Ports.free();
    int metrics = Ports.free();
    // Here all share one machine and its names.
    var here =
        Map.of(
            "/var/run/secrets/sekisho", folder.toString(),
            "/etc/sekisho", folder.toString(),
            "\"port_value\": 15012", "\"port_value\": " + controlPlane.xdsPort(),
            "\"port_value\": 15000", "\"port_value\": " + admin,
            "\"port_value\":15000", "\"port_value\":" + admin,
            "\"port_value\":15021", "\"port_value\":" + readiness,
            "\"port_value\":15090", "\"port_value\":" + metrics,
            "\"address\": \"sekisho.sekisho-system.svc\"", "\"address\": \"127.0.0.1\"");
    var files = SekishoChart.only(objects, "ConfigMap", "sekisho-gateway").path("data");
    for (var file : files.properties()) {
      write(folder.resolve(file.getKey()), replaced(file.getValue().asText(), here));
    }
    var args =
        SekishoChart.only(objects, "Deployment", "sekisho-gateway")
            .at("/spec/template/spec/containers/0/args")
            .valueStream()
            .map(arg -> replaced(arg.asText(), here))
            .map(
                arg ->
                    arg.replace("$(POD_IP)", "10.0.0.9")
                        .replace("$(POD_NAME)", POD)
                        .replace("$(POD_NAMESPACE)", Cluster.HOME))
            .filter(arg -> !arg.equals("--disable-hot-restart"))
            .toList();
    var bootstrap = Files.readString(folder.resolve("envoy.json"));
    // The first two name the bootstrap.
    var more = new EnvoyProcess.Start(List.of(), args.subList(2, args.size()));
    var envoy =
        EnvoyProcess.start(
            more, POD, cluster.logs(), bootstrap, admin, controlPlane.gatewayPorts());
    return new ChartGateway(envoy, readiness, metrics);
  }

  private static String replaced(String text, Map<String, String> by) {
    var replaced = text;
    for (var each : by.entrySet()) {
      replaced = replaced.replace(each.getKey(), each.getValue());
    }
    return replaced;
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  @Override
  public void close() {
    envoy.close();
  }
}
