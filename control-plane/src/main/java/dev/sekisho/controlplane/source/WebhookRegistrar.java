package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.controlplane.leader.Leadership;
import dev.sekisho.controlplane.registration.CaBundles;
import dev.sekisho.controlplane.registration.RulesConfiguration;
import dev.sekisho.controlplane.registration.WebhookKind;
import dev.sekisho.policies.model.PolicySet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the API server asking: fills and repairs {@code caBundle} in the installed webhook
 * configurations, and keeps a second configuration of its own in step with what policies name. Only
 * while this replica leads. Thread-safe; works on a thread of its own.
 */
public final class WebhookRegistrar implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.registration");

  /** A configuration that changed under a write is there anew within milliseconds. */
  private static final Duration CHANGED_MEANWHILE = Duration.ofMillis(200);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration NOT_ALLOWED = Duration.ofSeconds(30);
  private static final int UNPROCESSABLE = 422;

  /** Whoever leads fills caBundle within a second or two; proxies aren't kept waiting for more. */
  private static final Duration BELIEVED_AT_LAST = Duration.ofSeconds(30);

  /** What is to be registered; asked whenever something changes, never blocking. */
  public interface Wanted {
    /**
     * PEM of the certificates by which the API server knows the webhook; empty: that isn't known
     * here, and what others have written stays.
     */
    Optional<String> caBundle();

    /** Those in force. */
    PolicySet policies();
  }

  /** What is told, on the registrar's thread. */
  public interface Listener {
    /** caBundle was filled or put right. */
    void repaired(WebhookKind kind);

    /**
     * Once: the API server believes this webhook now, as far as can be known. A replica that says
     * that it is ready before has every request refused that the API server asks it about.
     */
    void believed();
  }

  private final KubernetesClient client;
  private final Leadership leadership;
  private final String name;
  private final Wanted wanted;
  private final Listener listener;
  private final List<Side> sides;
  private final ScheduledThreadPoolExecutor worker;
  private final AtomicBoolean due = new AtomicBoolean();
  private final Runnable endListening;

  // Of the worker.
  private boolean believed;

  /** Of the worker: what was said last about each subject, which isn't said again. */
  private final Map<String, String> said = new HashMap<>();

  /** The installed configuration of a kind, and ours beside it. */
  private record Side(
      WebhookKind kind, WatchedConfiguration installed, WatchedConfiguration rules) {}

  private WebhookRegistrar(
      KubernetesClient client,
      Leadership leadership,
      String name,
      Wanted wanted,
      Listener listener) {
    this.client = client;
    this.leadership = leadership;
    this.name = name;
    this.wanted = wanted;
    this.listener = listener;
    this.worker =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("registrar").daemon().factory());
    this.worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.sides = Arrays.stream(WebhookKind.values()).map(this::side).toList();
    this.endListening = leadership.onChange(this::check);
  }

  /**
   * Begins to watch.
   *
   * @param name of the installed configurations; those of its own have {@code -rules} after it
   */
  public static WebhookRegistrar start(
      KubernetesConnection connection,
      Leadership leadership,
      String name,
      Wanted wanted,
      Listener listener) {
    var registrar = new WebhookRegistrar(connection.client(), leadership, name, wanted, listener);
    registrar.later(registrar::believed, BELIEVED_AT_LAST);
    registrar.all().forEach(configuration -> configuration.start(registrar::check));
    return registrar;
  }

  private Side side(WebhookKind kind) {
    return new Side(kind, watched(kind, name), watched(kind, name + "-rules"));
  }

  private WatchedConfiguration watched(WebhookKind kind, String configuration) {
    return new WatchedConfiguration(
        client,
        kind,
        configuration,
        this::check,
        failure -> run(() -> notWatched(kind, configuration, failure)));
  }

  private void notWatched(WebhookKind kind, String configuration, Throwable failure) {
    boolean forbidden = isForbidden(failure);
    say(
        "watching " + kind.kind() + "/" + configuration,
        forbidden
            ? "not allowed to list and watch %s.%s \"%s\"; trying again"
                .formatted(kind.plural(), WebhookKind.GROUP, configuration)
            : "watching %s/%s: %s; trying again"
                .formatted(kind.kind(), configuration, KubernetesConnection.reason(failure)),
        LOG::warn);
    if (forbidden) {
      believed(); // it will never be known
    }
  }

  private Stream<WatchedConfiguration> all() {
    return sides.stream().flatMap(side -> Stream.of(side.installed(), side.rules()));
  }

  /** Has everything looked at soon. Call it when something is wanted that wasn't. Never blocks. */
  public void check() {
    if (due.compareAndSet(false, true)) {
      run(this::checkNow);
    }
  }

  private void run(Runnable task) {
    later(task, Duration.ZERO);
  }

  private void later(Runnable task, Duration delay) {
    try {
      var unused = worker.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed"); // nothing is left to be done
    }
  }

  private void checkNow() {
    due.set(false);
    if (!all().allMatch(WatchedConfiguration::isKnown)) {
      return;
    }
    if (!believed && sides.stream().allMatch(this::isRight)) {
      believed();
    }
    if (!leadership.isLeader()) {
      return;
    }
    boolean none = sides.stream().allMatch(side -> side.installed().current().isEmpty());
    say(
        "installed",
        none
            ? "no ValidatingWebhookConfiguration and no MutatingWebhookConfiguration \""
                + name
                + "\": the API server doesn't ask this webhook"
            : "",
        LOG::info);
    for (Side side : sides) {
      side.installed().current().ifPresent(found -> repair(side, found));
      keepRules(side);
    }
  }

  private boolean isRight(Side side) {
    return side.installed().current().map(this::repairOf).filter(p -> !p.isEmpty()).isEmpty();
  }

  private void believed() {
    if (!believed) {
      believed = true;
      listener.believed();
    }
  }

  private ArrayNode repairOf(JsonNode found) {
    return wanted
        .caBundle()
        .map(pem -> CaBundles.repair(found, pem))
        .orElseGet(JsonNodeFactory.instance::arrayNode);
  }

  private void repair(Side side, JsonNode found) {
    var patch = repairOf(found);
    if (patch.isEmpty()) {
      return;
    }
    write(
        side.installed(),
        "patch",
        () -> {
          side.installed().patch(patch);
          listener.repaired(side.kind());
          LOG.info("{}: caBundle put right", side.installed());
        });
  }

  private void keepRules(Side side) {
    var webhooks =
        RulesConfiguration.webhooks(
            side.kind(), side.installed().current(), wanted.policies(), wanted.caBundle());
    var current = side.rules().current();
    if (webhooks.isEmpty()) {
      current.ifPresent(
          there ->
              write(
                  side.rules(),
                  "delete",
                  () -> {
                    side.rules().delete();
                    LOG.info("{}: removed, policies name nothing more", side.rules());
                  }));
    } else if (current.filter(there -> RulesConfiguration.says(there, webhooks.get())).isEmpty()) {
      write(
          side.rules(),
          current.isPresent() ? "update" : "create",
          () -> {
            put(side.rules(), current, webhooks.get());
            LOG.info("{}: in step with the policies", side.rules());
          });
    }
  }

  private void put(WatchedConfiguration rules, Optional<JsonNode> current, ArrayNode webhooks) {
    var configuration = JsonNodeFactory.instance.objectNode();
    var metadata = configuration.putObject("metadata").put("name", name + "-rules");
    metadata.putObject("labels").put("app.kubernetes.io/managed-by", "sekisho");
    current.ifPresent(
        there ->
            metadata.put(
                "resourceVersion", there.path("metadata").path("resourceVersion").asText()));
    Owner.find(client).ifPresent(owner -> metadata.putArray("ownerReferences").add(owner));
    configuration.set("webhooks", webhooks);
    rules.put(configuration, current.isPresent());
  }

  /** Writes now, or later where somebody else keeps undoing it. */
  private void write(WatchedConfiguration configuration, String verb, Runnable action) {
    long nanos = System.nanoTime();
    if (configuration.pace().isQuiet(nanos)) {
      said.remove("pace of " + configuration);
    }
    var delay = configuration.pace().delay(nanos);
    if (!delay.isZero()) {
      say(
          "pace of " + configuration,
          configuration + ": somebody else keeps changing it; put right once a second",
          LOG::warn);
      later(this::check, delay);
      return;
    }
    try {
      action.run();
      configuration.pace().repaired(nanos);
      said.remove("writing " + configuration);
    } catch (KubernetesClientException e) {
      later(this::check, failed(configuration, verb, e));
    }
  }

  private Duration failed(
      WatchedConfiguration configuration, String verb, KubernetesClientException e) {
    var subject = "writing " + configuration;
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND, UNPROCESSABLE -> {
        // Mostly it has changed meanwhile; if it is refused for good, the pace slows down.
        say(
            subject,
            "%s: %s; trying again".formatted(configuration, KubernetesConnection.reason(e)),
            LOG::info);
        configuration.pace().repaired(System.nanoTime());
        yield CHANGED_MEANWHILE;
      }
      case HttpURLConnection.HTTP_FORBIDDEN -> {
        say(
            subject,
            "not allowed to %s %s; trying again every %d s"
                .formatted(verb, configuration.resourceName(), NOT_ALLOWED.toSeconds()),
            LOG::warn);
        yield NOT_ALLOWED;
      }
      default -> {
        say(
            subject,
            "%s: %s; trying again".formatted(configuration, KubernetesConnection.reason(e)),
            LOG::warn);
        yield RETRY;
      }
    };
  }

  private static boolean isForbidden(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e
          && e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return true;
      }
    }
    return false;
  }

  /** Once for as long as it is so. */
  private void say(String subject, String text, Consumer<String> log) {
    if (text.isEmpty()) {
      said.remove(subject);
    } else if (!text.equals(said.put(subject, text))) {
      log.accept(text);
    }
  }

  @Override
  public void close() {
    endListening.run();
    worker.shutdownNow();
    all().forEach(WatchedConfiguration::close);
  }
}
