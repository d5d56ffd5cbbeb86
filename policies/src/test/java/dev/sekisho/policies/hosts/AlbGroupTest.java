package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlbGroupTest {

  private static final String GROUP = "alb.ingress.kubernetes.io/group.name";

  private final World world =
      World.under(policy("edge").allow("*.a.com"))
          .stored(ingress("a/web").createdAt(1).host("x.a.com").annotation(GROUP, "shared"));

  @Test
  void aGroupHasOneOwner() {
    var second = ingress("b/web").host("y.a.com").annotation(GROUP, "shared").createdAt(2);
    assertThat(world.messagesOfCreate(second))
        .containsExactly("invalid ingress group \"shared\" (conflicts with a/web)");
    world.stored(second);
    assertThat(world.isRouted("b/web")).isFalse();
  }

  @Test
  void theOwnerAndOtherGroupsAreFree() {
    assertThat(world.messagesOfCreate(ingress("a/two").host("z.a.com").annotation(GROUP, "shared")))
        .isEmpty();
    assertThat(world.messagesOfCreate(ingress("b/web").host("z.a.com").annotation(GROUP, "other")))
        .isEmpty();
    assertThat(world.messagesOfCreate(ingress("b/web").host("z.a.com").annotation(GROUP, "")))
        .isEmpty();
  }

  @Test
  void anEditThatEntersTheGroupIsRefused() {
    assertThat(
            world.messagesOfUpdate(
                ingress("b/web").host("y.a.com"),
                ingress("b/web").host("y.a.com").annotation(GROUP, "shared")))
        .containsExactly("invalid ingress group \"shared\" (conflicts with a/web)");
  }
}
