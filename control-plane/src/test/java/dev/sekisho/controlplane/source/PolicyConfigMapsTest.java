package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.ObjectKey;
import org.junit.jupiter.api.Test;

/** How the last good version of a ConfigMap is told from that of another. */
class PolicyConfigMapsTest {

  private static final String OWN = "sekisho-system";
  private static final ObjectKey PLATFORM = new ObjectKey("ConfigMap", OWN, "edge");
  private static final ObjectKey THEIRS = new ObjectKey("ConfigMap", "shop", "edge");

  @Test
  void aNamespacesPolicyNeverComesBackAsThePlatforms() {
    assertThat(PolicyConfigMaps.nameOf(PLATFORM, OWN)).isEqualTo("edge");
    assertThat(PolicyConfigMaps.nameOf(THEIRS, OWN)).isEqualTo("shop/edge");
    for (ObjectKey key : new ObjectKey[] {PLATFORM, THEIRS}) {
      assertThat(PolicyConfigMaps.keyOf(PolicyConfigMaps.nameOf(key, OWN), OWN)).isEqualTo(key);
    }
  }
}
