package dev.sekisho.controlplane.debug;

import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.server.ProxyStatus;
import dev.sekisho.xds.server.XdsDebug;
import dev.sekisho.xds.store.ResourceStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What the pages of proxies say, for who asks over xDS as istioctl does, with the same limits: who
 * comes from this machine in plaintext sees all, others what is of their own namespace.
 * Thread-safe.
 */
public final class StreamDebug implements XdsDebug {
  private final Supplier<List<ProxyStatus>> proxies;
  private final ResourceStore store;
  private final ProxyAuthenticator people;
  private final ViewerAccess access;
  private final String replica;

  /**
   * @param proxies those that are connected
   * @param people knows those who ask
   * @param replica what this control plane is called
   */
  public StreamDebug(
      Supplier<List<ProxyStatus>> proxies,
      ResourceStore store,
      ProxyAuthenticator people,
      ViewerAccess access,
      String replica) {
    this.proxies = proxies;
    this.store = store;
    this.people = people;
    this.access = access;
    this.replica = replica;
  }

  @Override
  public String replica() {
    return replica;
  }

  @Override
  public CompletionStage<Answer> answer(Question question, Asker asker) {
    return switch (asker) {
      case Asker.Local() -> CompletableFuture.completedFuture(answer(question, Viewer.ADMIN));
      case Asker.Showing(var credentials) ->
          people
              .authenticate(credentials, Optional.empty())
              .thenApply(authentication -> answer(question, authentication));
    };
  }

  private Answer answer(Question question, Authentication authentication) {
    return switch (authentication) {
      case Authentication.Refused(var reason, var message) -> new Answer.Refused(reason, message);
      case Authentication.Accepted(var identity) -> answer(question, access.viewer(identity));
    };
  }

  private Answer answer(Question question, Viewer viewer) {
    return switch (question) {
      case Question.Sync() -> new Answer.Sync(ProxyPages.visible(proxies.get(), viewer));
      case Question.ConfigDump(var proxy) ->
          ProxyPages.find(proxy, proxies.get(), viewer)
              .<Answer>map(found -> new Answer.ConfigDump(ProxyPages.served(found, store)))
              .orElseGet(Answer.Nothing::new);
    };
  }
}
