package dev.sekisho.benchmarks.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.benchmarks.harness.Json;

/**
 * The cluster that all contenders are told of, and the requests that they get. Namespaces {@code
 * team-000} to {@code team-099}; Ingress {@code i} is of namespace {@code i % 100} and has one host
 * of its own there, but each tenth one under a domain that all may use, so that others can ask for
 * it. Immutable.
 *
 * @param existing Ingresses, at most 10^10
 * @param dryRun whether the requests are dry runs
 */
public record Workload(int existing, boolean dryRun) {

  public static final int NAMESPACES = 100;

  private static final String TEMPLATE = Resources.text("admission-review.json");

  /** The request with fields that the load generator fills in, in the API server's compact form. */
  String requestTemplate() {
    var review = Json.parse(TEMPLATE);
    ((ObjectNode) review.path("request")).put("dryRun", dryRun);
    return review.toString();
  }

  /** A request as the load generator fills it in, for a new host of that namespace. */
  public static String request(int namespace) {
    var name = namespaceName(namespace);
    return new Workload(0, true)
        .requestTemplate()
        .replace("@uid-digits@", "0".repeat(12))
        .replace("@name-dig@", "0".repeat(10))
        .replace("team-@t@", name)
        .replace("@first-lab@.@middle@.@domain@.com", "www." + name + ".acmecorp.com");
  }

  /** The reference policy. */
  public static String policy() {
    return Resources.text("policy.yaml");
  }

  /** A Namespace with its list of hosts. */
  public static ObjectNode namespace(int number) {
    var namespace = Json.MAPPER.createObjectNode();
    namespace.put("apiVersion", "v1").put("kind", "Namespace");
    var name = namespaceName(number);
    var metadata = namespace.putObject("metadata").put("name", name);
    metadata.putObject("labels").put("kubernetes.io/metadata.name", name);
    metadata
        .putObject("annotations")
        .put("ingress-whitelist", "*." + name + ".acmecorp.com, *.shared-0.acmecorp.com");
    return namespace;
  }

  static String namespaceName(int number) {
    return "team-%03d".formatted(number);
  }

  static String namespaceOf(int ingress) {
    return namespaceName(ingress % NAMESPACES);
  }

  static String nameOf(int ingress) {
    return "web-%010d".formatted(ingress);
  }

  public static String hostOf(int ingress) {
    String middle = ingress % 10 == 0 ? "shared-0" : namespaceOf(ingress);
    return "e%010d.%s.acmecorp.com".formatted(ingress, middle);
  }

  /** An Ingress that exists: the one of the requests, without what kubectl leaves out. */
  public static ObjectNode ingress(int number) {
    var text =
        TEMPLATE
            .replace("new-@name-dig@", nameOf(number))
            .replace("team-@t@", namespaceOf(number))
            .replace("@uid-digits@", "%012d".formatted(number))
            .replace("@first-lab@.@middle@.@domain@.com", hostOf(number));
    var ingress = (ObjectNode) Json.parse(text).path("request").path("object");
    ((ObjectNode) ingress.path("metadata")).remove("managedFields");
    return ingress;
  }
}
