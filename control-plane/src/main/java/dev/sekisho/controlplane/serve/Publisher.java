package dev.sekisho.controlplane.serve;

import dev.sekisho.xds.model.GatewayInput;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.model.ProxyConfig;
import dev.sekisho.xds.model.ProxyConfigBuilder;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.server.ResourceStore;
import dev.sekisho.xds.translate.GatewayTranslator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the proxies' configuration and publishes it, on a thread of its own: admission never waits
 * for a translation. What comes while one is at work replaces what waits, so that many changes cost
 * no more than one.
 */
final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final GatewayTranslator TRANSLATOR = new GatewayTranslator();
  private static final List<ProxyScope> SCOPES =
      List.of(ProxyScope.GATEWAY, ProxyScope.GATEWAY_PLAINTEXT);

  private final GatewayPorts ports;
  private final Consumer<ProxyConfig> published;
  private final ResourceStore store = new ResourceStore();
  private final AtomicReference<@Nullable GatewayInput> waiting = new AtomicReference<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("publisher").daemon().factory());

  /**
   * @param published called after each publication, on this thread
   */
  Publisher(GatewayPorts ports, Consumer<ProxyConfig> published) {
    this.ports = ports;
    this.published = published;
  }

  ResourceStore store() {
    return store;
  }

  /** Publishes what follows from the input, soon; called from one thread. */
  void publish(GatewayInput input) {
    if (waiting.getAndSet(input) == null && !thread.isShutdown()) {
      thread.execute(this::next);
    }
  }

  private void next() {
    var input = waiting.getAndSet(null);
    if (input == null) {
      return;
    }
    try {
      var config = ProxyConfigBuilder.build(input, ports);
      for (ProxyScope scope : SCOPES) {
        store.publish(scope, TRANSLATOR.translate(config, scope));
      }
      store.publish(ProxyScope.SIDECAR, ResourceSnapshot.of(Map.of(), config.revision()));
      published.accept(config);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("internal error; proxies keep what they have", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
