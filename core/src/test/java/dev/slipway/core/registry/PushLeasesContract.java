package dev.slipway.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What everything does that keeps pushes and cleaning apart. */
public abstract class PushLeasesContract {
  /** Nobody is in. */
  protected abstract PushLeases leases();

  /** Of pushes, and of whoever has closed the registry. */
  protected abstract void letLeasesRunOut();

  @Test
  protected void pushesGoInSideBySide() {
    assertThat(leases().enter("one")).isTrue();
    assertThat(leases().enter("two")).isTrue();

    assertThat(leases().close("cleaning")).hasValue(2);
  }

  @Test
  protected void noPushComesInWhileItIsClosed() {
    assertThat(leases().close("cleaning")).hasValue(0);
    assertThat(leases().enter("one")).isFalse();

    leases().open("cleaning");

    assertThat(leases().enter("one")).isTrue();
  }

  @Test
  protected void whoIsInStaysInUntilItLeaves() {
    var _ = leases().enter("one");
    assertThat(leases().close("cleaning")).hasValue(1);

    assertThat(leases().renew("one")).isTrue();
    assertThat(leases().close("cleaning")).hasValue(1);
    leases().leave("one");

    assertThat(leases().close("cleaning")).hasValue(0);
    assertThat(leases().renew("one")).isFalse();
  }

  @Test
  protected void onlyOneClosesItAndOnlyThatOneOpensIt() {
    var _ = leases().close("cleaning");

    assertThat(leases().close("another")).isEmpty();
    leases().open("another");

    assertThat(leases().enter("one")).isFalse();
  }

  @Test
  protected void whatADeadProcessHeldRunsOut() {
    var _ = leases().enter("dead");
    var _ = leases().close("dead too");

    letLeasesRunOut();

    assertThat(leases().renew("dead")).isFalse();
    assertThat(leases().enter("one")).isTrue();
    assertThat(leases().close("cleaning")).hasValue(1);
  }
}
