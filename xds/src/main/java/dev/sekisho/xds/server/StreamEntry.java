package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.EncodedResource;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The way in for a stream: its first message says who it is, its credentials prove that, and from
 * then on it follows what that proxy is served. Used on the stream's executor only.
 */
final class StreamEntry {
  /** What the stream does with what it is told. */
  interface Stream extends XdsStream {
    /** What is served to all of its scope. */
    void publish(Publication publication);

    /** What is served to it alone, by name. */
    void publishOwn(Map<String, EncodedResource> secrets);

    /** It isn't let in, or not any longer. */
    void refuse(Refusal refusal);
  }

  private final StreamContext context;
  private final Stream stream;
  private Optional<StoreFollower> follower = Optional.empty();
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
        var scope = context.backends().scopes().scopeOf(node.role(), identity);
        context.report().connected(node, scope, identity);
        identity.ifPresent(this::bind);
        if (!ended) {
          var following = new StoreFollower(context, scope, stream::publish);
          follower = Optional.of(following);
          following.start();
          in.run();
        }
      }
    }
  }

  private void bind(ProxyIdentity identity) {
    secrets = Optional.of(new StreamSecrets(context, identity, stream::publishOwn));
    podUid = identity.pod().map(PodIdentity::uid);
    podUid.ifPresent(uid -> context.streams().bind(uid, stream));
    // Only now: a Pod that goes from here on finds this stream.
    if (!context.backends().authenticator().isCurrent(identity)) {
      stream.refuse(podGone());
    }
  }

  static Refusal podGone() {
    return new Refusal(RejectReason.UNKNOWN_POD, "the Pod of this stream is gone");
  }

  /** The client subscribes to secrets of these names. */
  void secretsAsked(Collection<String> names) {
    secrets.ifPresent(own -> own.asked(names));
  }

  /** The stream is over, for whatever reason; more than once does no harm. */
  void end() {
    ended = true;
    follower.ifPresent(StoreFollower::stop);
    secrets.ifPresent(StreamSecrets::stop);
    podUid.ifPresent(uid -> context.streams().unbind(uid, stream));
  }
}
