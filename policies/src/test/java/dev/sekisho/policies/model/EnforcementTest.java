package dev.sekisho.policies.model;

import static dev.sekisho.policies.model.Enforcement.DENY;
import static dev.sekisho.policies.model.Enforcement.DRYRUN;
import static dev.sekisho.policies.model.Enforcement.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnforcementTest {

  @Test
  void denyIsStricterThanWarnAndThatThanDryrun() {
    assertThat(DENY.atLeast(DENY) && DENY.atLeast(WARN) && DENY.atLeast(DRYRUN)).isTrue();
    assertThat(WARN.atLeast(WARN) && WARN.atLeast(DRYRUN) && DRYRUN.atLeast(DRYRUN)).isTrue();
    assertThat(WARN.atLeast(DENY) || DRYRUN.atLeast(WARN) || DRYRUN.atLeast(DENY)).isFalse();
  }
}
