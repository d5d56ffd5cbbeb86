package dev.sekisho.controlplane.source;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;
import static dev.sekisho.controlplane.StartupException.Reason.UNAVAILABLE;

import dev.sekisho.controlplane.StartupException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The way to a cluster, which all that read and write there share. Thread-safe. */
public final class KubernetesConnection implements AutoCloseable {

  /** Of a single request: less than a second in all. Watches are retried without end. */
  private static final int RETRIES = 3;

  /**
   * The first pause of a watch that failed. The client doubles it up to 32 times that, 6.4 s: so
   * long it takes at most until what happened is noticed, once the API server is back.
   */
  private static final int WATCH_RETRY_MILLIS = 200;

  private final KubernetesClient client;

  private KubernetesConnection(KubernetesClient client) {
    this.client = client;
  }

  /**
   * To the cluster of the kubeconfig file, or where there is none to that of the environment:
   * {@code KUBECONFIG}, {@code ~/.kube/config}, the Pod's service account. Calls nobody yet.
   *
   * @throws StartupException if the file can't be used
   */
  public static KubernetesConnection open(Optional<File> kubeconfig) {
    try {
      var config =
          new ConfigBuilder(
                  kubeconfig
                      .map(Config::fromKubeconfig)
                      .orElseGet(() -> Config.autoConfigure(null)))
              .withRequestRetryBackoffLimit(RETRIES)
              .withWatchReconnectInterval(WATCH_RETRY_MILLIS)
              .build();
      return new KubernetesConnection(new KubernetesClientBuilder().withConfig(config).build());
    } catch (RuntimeException e) { // the client's readers throw all kinds
      throw new StartupException(
          INPUT, "the kubeconfig can't be used: " + reason(e) + "; check --kubeconfig");
    }
  }

  KubernetesClient client() {
    return client;
  }

  /**
   * What to tell the user who started this, of the first call that failed.
   *
   * @param missing what isn't allowed, if it is that
   */
  static StartupException unavailable(
      KubernetesClient client, KubernetesClientException failure, String missing) {
    var server = "the API server " + client.getMasterUrl();
    return new StartupException(
        UNAVAILABLE,
        switch (failure.getCode()) {
          case HttpURLConnection.HTTP_UNAUTHORIZED ->
              server + " doesn't know these credentials; check --kubeconfig";
          case HttpURLConnection.HTTP_FORBIDDEN ->
              "not allowed to "
                  + missing
                  + ": "
                  + reason(failure)
                  + "; grant it to this user, as the chart's roles do";
          default -> server + " doesn't answer: " + reason(failure) + "; check --kubeconfig";
        });
  }

  /**
   * One line: the API server's own words if it said any, else the innermost cause, which says more
   * than what the client wraps it in.
   */
  static String reason(Throwable failure) {
    var innermost = failure;
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e
          && e.getStatus() != null
          && e.getStatus().getMessage() != null) {
        return e.getStatus().getMessage().replaceAll("\\s+", " ");
      }
      innermost = cause;
    }
    var message = innermost.getMessage() == null ? "" : ": " + innermost.getMessage();
    return (innermost.getClass().getSimpleName() + message).replaceAll("\\s+", " ");
  }

  /** Ends all watches; call it after those who use them are closed. */
  @Override
  public void close() {
    client.close();
  }
}
