package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownKindsTest {

  @Test
  void labelsAreBounded() {
    assertThat(KnownKinds.label("Ingress")).isEqualTo("Ingress");
    assertThat(KnownKinds.label("hunter2")).isEqualTo("other");
  }
}
