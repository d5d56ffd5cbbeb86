package dev.sekisho.controlplane.debug;

import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.xds.server.ProxyStatus;
import dev.sekisho.xds.store.ResourceStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The pages under {@code /debug}. Thread-safe. */
public final class DebugPages {
  /** Which proxy a page is about, as Istio's pages are asked. */
  private static final String PROXY = "proxyID";

  /** What comes of a question. */
  public sealed interface Page {
    /**
     * @param body JSON
     */
    record Found(String body) implements Page {}

    /**
     * @param message with the remedy
     */
    record Missing(String message) implements Page {}
  }

  private final Supplier<List<ProxyStatus>> proxies;
  private final ResourceStore store;
  private final Function<Function<ClusterState, String>, CompletableFuture<String>> cluster;

  /**
   * @param proxies those that are connected
   * @param cluster answers questions about the cluster's state, on another thread
   */
  public DebugPages(
      Supplier<List<ProxyStatus>> proxies,
      ResourceStore store,
      Function<Function<ClusterState, String>, CompletableFuture<String>> cluster) {
    this.proxies = proxies;
    this.store = store;
    this.cluster = cluster;
  }

  /** The names of the pages. */
  public static List<String> names() {
    return List.of("connections", "syncz", "config_dump", "endpointz", "ledger");
  }

  /**
   * Completes on any thread.
   *
   * @param name one of {@link #names}, or any other
   */
  public CompletionStage<Page> page(String name, Map<String, String> query, Viewer viewer) {
    return switch (name) {
      case "connections" -> found(ProxyPages.connections(proxies.get(), viewer).toString());
      case "syncz" -> found(ProxyPages.syncz(proxies.get(), viewer).toString());
      case "config_dump" -> done(ofProxy(query, viewer, dump -> dump));
      case "endpointz" -> done(ofProxy(query, viewer, dump -> EndpointPage.of(dump).toString()));
      case "ledger" ->
          cluster
              .apply(state -> LedgerPage.of(state, viewer).toString())
              .thenApply(Page.Found::new);
      default -> done(new Page.Missing("here are " + String.join(", ", names())));
    };
  }

  private Page ofProxy(Map<String, String> query, Viewer viewer, Function<String, String> page) {
    var proxy = Optional.ofNullable(query.get(PROXY)).filter(name -> !name.isEmpty());
    if (proxy.isEmpty()) {
      return new Page.Missing("which proxy? Add ?" + PROXY + "=POD.NAMESPACE");
    }
    return ProxyPages.configDump(proxy.get(), proxies.get(), store, viewer)
        .<Page>map(dump -> new Page.Found(page.apply(dump)))
        .orElseGet(
            () ->
                new Page.Missing(
                    "no proxy of that name is connected here (/debug/connections names those that"
                        + " are; another replica may have it)"));
  }

  private static CompletionStage<Page> found(String body) {
    return done(new Page.Found(body));
  }

  private static CompletionStage<Page> done(Page page) {
    return CompletableFuture.completedFuture(page);
  }
}
