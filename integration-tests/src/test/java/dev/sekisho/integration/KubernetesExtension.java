package dev.sekisho.integration;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class its {@link Cluster}, and keeps the evidence when it fails. */
final class KubernetesExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        AfterTestExecutionCallback,
        LifecycleMethodExecutionExceptionHandler,
        ParameterResolver {
  private static final Namespace HERE = Namespace.create(KubernetesExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    var test = context.getRequiredTestClass();
    if (LeakIT.hasLooked()) {
      throw new AssertionError(test + " runs after LeakIT: nobody looks through what it leaves");
    }
    var wanted = test.getAnnotation(KubernetesTest.class);
    var logs = Tools.logs(test.getSimpleName());
    var server = isOwn(wanted) ? ApiServer.start(logs, wanted.audited()) : Shared.SERVER;
    var cluster = new Cluster(server, logs);
    cluster.empty();
    context.getStore(HERE).put(Cluster.class, cluster);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    var cluster = context.getStore(HERE).remove(Cluster.class, Cluster.class);
    if (cluster != null) {
      cluster.close();
      if (isOwn(context.getRequiredTestClass().getAnnotation(KubernetesTest.class))) {
        cluster.server().close();
      }
    }
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
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getStore(HERE).get(Cluster.class, Cluster.class);
  }

  private static boolean isOwn(KubernetesTest wanted) {
    return wanted.ownServer() || wanted.audited();
  }

  private static void keepEvidence(ExtensionContext context) {
    var test = context.getRequiredTestClass().getSimpleName();
    Evidence.keep(test + "." + context.getDisplayName(), Tools.logs(test));
  }

  /** Started when the first class asks for it, ended with the JVM. */
  private static final class Shared {
    static final ApiServer SERVER = ApiServer.start(Tools.logs("shared"), false);
  }
}
