package dev.sekisho.policies.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectKeyTest {

  @Test
  void namesAnObjectAsMessagesShowIt() {
    assertThat(new ObjectKey("Ingress", "qa", "front").qualifiedName()).isEqualTo("qa/front");
    assertThat(new ObjectKey("Namespace", "", "qa").qualifiedName()).isEqualTo("qa");
    assertThat(new ObjectKey("Ingress", "qa", "front")).hasToString("Ingress/qa/front");
  }

  @Test
  void sortsByKindNamespaceAndName() {
    var inOrder =
        List.of(
            new ObjectKey("A", "z", "z"),
            new ObjectKey("B", "a", "b"),
            new ObjectKey("B", "a", "c"),
            new ObjectKey("B", "b", "a"));
    assertThat(inOrder.reversed().stream().sorted()).containsExactlyElementsOf(inOrder);
  }
}
