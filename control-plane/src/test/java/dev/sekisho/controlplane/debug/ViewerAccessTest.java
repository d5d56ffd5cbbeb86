package dev.sekisho.controlplane.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewerAccessTest {
  private final ViewerAccess access = new ViewerAccess(new NamespaceTokens(), "sekisho-system");

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
