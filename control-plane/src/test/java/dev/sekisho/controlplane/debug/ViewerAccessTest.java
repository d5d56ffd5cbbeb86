package dev.sekisho.controlplane.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ViewerAccessTest {
  private final ViewerAccess access = new ViewerAccess(new Tokens(), "sekisho-system");

  /** Tokens are the names of namespaces. */
  private static final class Tokens implements ProxyAuthenticator {
    @Override
    public CompletionStage<Authentication> authenticate(
        Credentials credentials, Optional<PodName> claimed) {
      return CompletableFuture.completedFuture(
          credentials
              .bearerToken()
              .flatMap(ns -> SpiffeId.parse("spiffe://cluster.local/ns/%s/sa/x".formatted(ns)))
              .<Authentication>map(
                  id -> new Authentication.Accepted(new ProxyIdentity(id, Optional.empty())))
              .orElseGet(
                  () -> new Authentication.Refused(RejectReason.INVALID_TOKEN, "no namespace")));
    }

    @Override
    public boolean isCurrent(ProxyIdentity identity) {
      return true;
    }
  }

  @Test
  void whoComesFromThisMachineSeesAll() {
    assertThat(of("127.0.0.1", "")).isEqualTo(new ViewerAccess.Answer.Known(Viewer.ADMIN));
    assertThat(of("::1", "")).isEqualTo(new ViewerAccess.Answer.Known(Viewer.ADMIN));
  }

  @Test
  void whoShowsATokenSeesItsNamespaceWhereverTheyAre() {
    assertThat(of("10.0.0.1", "Bearer shop"))
        .isEqualTo(new ViewerAccess.Answer.Known(Viewer.of("shop")));
    assertThat(of("127.0.0.1", "bearer shop"))
        .isEqualTo(new ViewerAccess.Answer.Known(Viewer.of("shop")));
    assertThat(of("10.0.0.1", "Bearer sekisho-system"))
        .isEqualTo(new ViewerAccess.Answer.Known(Viewer.ADMIN));
  }

  @Test
  void anybodyElseSeesNothing() {
    assertThat(of("10.0.0.1", "")).isInstanceOf(ViewerAccess.Answer.Refused.class);
    assertThat(of("10.0.0.1", "Basic shop")).isInstanceOf(ViewerAccess.Answer.Refused.class);
    assertThat(of("127.0.0.1", "Bearer not a namespace"))
        .isEqualTo(new ViewerAccess.Answer.Refused("no namespace"));
  }

  private ViewerAccess.Answer of(String peer, String authorization) {
    return access
        .of(peer, Optional.of(authorization).filter(header -> !header.isEmpty()))
        .toCompletableFuture()
        .join();
  }
}
