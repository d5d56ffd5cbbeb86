package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.Publication;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * The way in for a stream: its first message says who it is, its credentials prove that, and from
 * then on it follows what that proxy is served. Used on the stream's executor only.
 */
final class StreamEntry {
  /** What the stream does with what it is told. */
  interface Stream extends XdsStream {
    /**
     * What is served to it from now on.
     *
     * @param changed the names that are different from before
     */
    void publish(Served served, Map<ResourceType, SortedSet<String>> changed);

    /** It isn't let in, or not any longer. */
    void refuse(Refusal refusal);
  }

  private final StreamContext context;
  private final Stream stream;
  private Runnable unfollow = () -> {};

  /** What is published now, of each scope that it follows. */
  private List<Runnable> latest = List.of();

  private Optional<StreamSecrets> secrets = Optional.empty();
  private Optional<String> podUid = Optional.empty();
  private boolean ended;

  StreamEntry(StreamContext context, Stream stream) {
    this.context = context;
    this.stream = stream;
  }

  /**
   * Takes the first message; later ones must wait until the stream is in or refused.
   *
   * @param in is run when it is in
   */
  void admit(boolean hasNode, Node node, Runnable in) {
    switch (NodeIdentity.of(hasNode, node)) {
      case NodeIdentity.Parsed.Unknown(var refusal) -> stream.refuse(refusal);
      case NodeIdentity.Parsed.Known(var known) -> {
        var unused =
            context
                .entrance()
                .admit(known, context.credentials())
                .exceptionally(e -> new Entrance.Answer.Refused(Refusal.INTERNAL))
                .thenAcceptAsync(answer -> answered(known, answer, in), context.executor());
      }
    }
  }

  private void answered(NodeIdentity node, Entrance.Answer answer, Runnable in) {
    if (ended) {
      return;
    }
    switch (answer) {
      case Entrance.Answer.Refused(var refusal) -> stream.refuse(refusal);
      case Entrance.Answer.Welcome(var identity) -> {
        var scopes = context.backends().scopes().scopesOf(node.role(), node.pod(), identity);
        var layers = new ServedLayers(scopes.size(), stream::publish);
        context.report().connected(node, scopes, identity);
        identity.ifPresent(known -> bind(known, layers));
        if (!ended) {
          follow(scopes, layers);
          in.run();
        }
      }
    }
  }

  private void follow(List<ProxyScope> scopes, ServedLayers layers) {
    var all = new ArrayList<Runnable>();
    for (int i = 0; i < scopes.size(); i++) {
      int part = i;
      var scope = scopes.get(i);
      Consumer<Publication> follower = publication -> layers.publish(part, publication);
      var before = unfollow;
      unfollow =
          () -> {
            before.run();
            context.streams().fanout().unfollow(scope, context.executor(), follower);
          };
      context.streams().fanout().follow(scope, context.executor(), follower);
      all.add(() -> context.backends().store().publication(scope).ifPresent(follower));
    }
    latest = List.copyOf(all);
  }

  private void bind(ProxyIdentity identity, ServedLayers layers) {
    secrets =
        Optional.of(
            new StreamSecrets(
                context,
                identity,
                own -> context.executor().execute(() -> layers.secrets(snapshot(own)))));
    podUid = identity.pod().map(PodIdentity::uid);
    podUid.ifPresent(uid -> context.streams().bind(uid, stream));
    // Only now: a Pod that goes from here on finds this stream.
    if (!context.backends().authenticator().isCurrent(identity)) {
      stream.refuse(podGone());
    }
  }

  private static ResourceSnapshot snapshot(Map<String, EncodedResource> secrets) {
    return ResourceSnapshot.of(Map.of(ResourceType.SECRET, secrets.values()), "");
  }

  static Refusal podGone() {
    return new Refusal(RejectReason.UNKNOWN_POD, "the Pod of this stream is gone");
  }

  /**
   * The client subscribes to names, before it is answered: what is published by now is taken over
   * first, and its own secrets are made, so that it isn't told that there are none.
   *
   * @param then answers it
   */
  void asked(Optional<ResourceType> type, Collection<String> names, Runnable then) {
    latest.forEach(Runnable::run);
    if (secrets.isEmpty() || !type.equals(Optional.of(ResourceType.SECRET))) {
      then.run();
      return;
    }
    var own = secrets.get();
    context
        .work()
        .execute(
            () -> {
              own.asked(names);
              context.executor().execute(then);
            });
  }

  /** The stream is over, for whatever reason; more than once does no harm. */
  void end() {
    ended = true;
    unfollow.run();
    secrets.ifPresent(own -> context.work().execute(own::stop));
    podUid.ifPresent(uid -> context.streams().unbind(uid, stream));
  }
}
