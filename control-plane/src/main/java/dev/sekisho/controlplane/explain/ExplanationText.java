package dev.sekisho.controlplane.explain;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Violation;
import java.io.PrintWriter;
import java.util.Locale;

/** An explanation for people. */
public final class ExplanationText {

  private ExplanationText() {}

  /** Writes the explanation. */
  public static void write(Explanation explanation, PrintWriter out) {
    out.println(explanation.object() + ", under policy revision " + explanation.revision());
    out.println();
    out.println("policies that match its namespace");
    if (explanation.policies().isEmpty()) {
      out.println("  none: nothing is enforced there");
    }
    explanation
        .policies()
        .forEach(
            policy ->
                out.println(
                    "  "
                        + policy.id()
                        + "  "
                        + word(policy.enforcement())
                        + (policy.conditional() ? ", for some who ask" : "")));
    out.println("admission, if it were created now");
    out.println(explanation.denied() ? "  denied" : "  allowed");
    explanation.violations().forEach(violation -> out.println("  " + line(violation)));
    if (!explanation.routing().isEmpty()) {
      out.println("hosts that it claims");
      explanation
          .hosts()
          .forEach(c -> out.println("  " + c.host() + "  " + c.path() + "  on " + c.exposure()));
      out.println("  " + explanation.routing());
    }
    if (!explanation.routes().isEmpty()) {
      out.println("routes on the gateway");
      explanation
          .routes()
          .forEach(r -> out.println("  " + r.host() + r.path() + "  to " + r.backend()));
    }
    explanation
        .mesh()
        .ifPresent(
            mesh -> {
              out.println("mesh, for its Pods");
              MeshText.lines(mesh).forEach(line -> out.println("  " + line));
            });
    out.flush();
  }

  private static String word(Enforcement enforcement) {
    return enforcement.name().toLowerCase(Locale.ROOT);
  }

  private static String line(Violation violation) {
    String policy = violation.policy().isEmpty() ? "" : violation.policy() + " ";
    return violation.message()
        + "  ["
        + policy
        + violation.rule()
        + ", "
        + word(violation.enforcement())
        + "] at "
        + violation.fieldPath();
  }
}
