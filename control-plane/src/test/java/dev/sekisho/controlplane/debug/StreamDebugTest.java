package dev.sekisho.controlplane.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.server.ConnectedProxy;
import dev.sekisho.xds.server.ProxyStatus;
import dev.sekisho.xds.server.XdsDebug.Answer;
import dev.sekisho.xds.server.XdsDebug.Asker;
import dev.sekisho.xds.server.XdsDebug.Question;
import dev.sekisho.xds.store.ResourceStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class StreamDebugTest {
  private final ResourceStore store = new ResourceStore();
  private final ProxyStatus web = status("shop", "web-1");
  private final ProxyStatus teller = status("bank", "teller-1");
  private final StreamDebug debug =
      new StreamDebug(
          () -> List.of(web, teller),
          store,
          new NamespaceTokens(),
          new ViewerAccess(new NamespaceTokens(), "sekisho-system"),
          "sekisho-0");

  @Test
  void proxiesOfOnesOwnNamespaceAreListed() {
    assertThat(ask(new Question.Sync(), "shop")).isEqualTo(new Answer.Sync(List.of(web)));
    assertThat(ask(new Question.Sync(), "nowhere")).isEqualTo(new Answer.Sync(List.of()));
  }

  @Test
  void sekishosOwnNamespaceAndThisMachineSeeAll() {
    var all = new Answer.Sync(List.of(web, teller));
    assertThat(ask(new Question.Sync(), "sekisho-system")).isEqualTo(all);
    assertThat(join(debug.answer(new Question.Sync(), new Asker.Local()))).isEqualTo(all);
  }

  @Test
  void aProxyOfAnotherNamespaceIsAsGoodAsNone() {
    store.publish(ProxyScope.SIDECAR, ResourceSnapshot.of(Map.of(), "r"));
    var question = new Question.ConfigDump("web-1.shop");
    assertThat(ask(question, "shop"))
        .isEqualTo(new Answer.ConfigDump(List.of(store.current(ProxyScope.SIDECAR))));
    assertThat(ask(question, "bank")).isEqualTo(new Answer.Nothing());
    assertThat(ask(new Question.ConfigDump("web-2.shop"), "shop")).isEqualTo(new Answer.Nothing());
  }

  @Test
  void whoProvesNothingIsRefused() {
    assertThat(ask(new Question.Sync(), "not a namespace"))
        .isEqualTo(new Answer.Refused(RejectReason.INVALID_TOKEN, "no namespace"));
  }

  private Answer ask(Question question, String token) {
    return join(
        debug.answer(question, new Asker.Showing(new Credentials(Optional.of(token), List.of()))));
  }

  private static Answer join(CompletionStage<Answer> answer) {
    return answer.toCompletableFuture().join();
  }

  private static ProxyStatus status(String namespace, String pod) {
    return new ProxyStatus(
        new ConnectedProxy(
            1,
            "sidecar~10.0.0.9~%s.%s~x".formatted(pod, namespace),
            "127.0.0.1:1",
            ProxyRole.SIDECAR,
            Optional.of(new PodName(namespace, pod)),
            List.of(ProxyScope.SIDECAR),
            Optional.empty(),
            ConnectedProxy.Variant.DELTA),
        Map.of());
  }
}
