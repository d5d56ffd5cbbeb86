package dev.sekisho.benchmarks.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the load generator measured at one point.
 *
 * @param rate answers a second
 * @param p50 milliseconds, as is {@code p99}
 * @param cpu milliseconds of the server's CPU for each request
 * @param loadCpu the same of the load generator
 * @param resident bytes of the server's memory at the end
 * @param wrong answers that weren't as expected; {@code errors} got none at all
 * @param next the number that the next run's first request shall have
 */
record Measurement(
    Contender contender,
    int existing,
    int connections,
    double rate,
    double p50,
    double p99,
    double cpu,
    double loadCpu,
    long resident,
    int wrong,
    int errors,
    List<String> problems,
    long next) {

  Measurement {
    problems = List.copyOf(problems);
  }

  static Measurement of(Contender contender, int existing, int connections, JsonNode result) {
    double requests = Math.max(1, result.path("requests").asDouble());
    var problems = new ArrayList<String>();
    result.path("problems").forEach(problem -> problems.add(problem.asText()));
    return new Measurement(
        contender,
        existing,
        connections,
        result.path("requests").asDouble() / result.path("seconds").asDouble(),
        result.path("p50").asDouble() / 1e3,
        result.path("p99").asDouble() / 1e3,
        result.path("serverCpuSeconds").asDouble() / requests * 1e3,
        result.path("loadCpuSeconds").asDouble() / requests * 1e3,
        result.path("residentBytes").asLong(),
        result.path("wrong").asInt(),
        result.path("errors").asInt(),
        problems,
        result.path("next").asLong());
  }
}
