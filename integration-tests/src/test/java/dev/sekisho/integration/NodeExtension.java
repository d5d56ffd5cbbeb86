package dev.sekisho.integration;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class the {@link KubernetesNode}, and shows what it said when a test fails. */
final class NodeExtension
    implements BeforeAllCallback,
        AfterTestExecutionCallback,
        LifecycleMethodExecutionExceptionHandler,
        ParameterResolver {
  private static final AtomicInteger FAILURES = new AtomicInteger();

  @Override
  public void beforeAll(ExtensionContext context) {
    Shared.NODE.empty();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      keepEvidence(context);
    }
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    keepEvidence(context);
    throw thrown;
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    keepEvidence(context);
    throw thrown;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KubernetesNode.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Shared.NODE;
  }

  private static void keepEvidence(ExtensionContext context) {
    var test = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
    var folder = Tools.logs("node/failure-" + FAILURES.incrementAndGet());
    System.out.println("=== " + test + " failed; what the node said is in " + folder);
    System.out.println(new NodeEvidence(Shared.NODE).keep(folder));
  }

  /** Started when the first class asks for it, removed with the JVM. */
  private static final class Shared {
    static final KubernetesNode NODE = KubernetesNode.start();
  }
}
