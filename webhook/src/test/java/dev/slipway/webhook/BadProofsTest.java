package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.SettableClock;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BadProofsTest {
  private static final RepositoryId SHOP = new RepositoryId("rep_shop");
  private static final RepositoryId BLOG = new RepositoryId("rep_blog");
  private static final String HERE = "192.0.2.1";
  private static final String THERE = "192.0.2.2";

  private final SettableClock clock = new SettableClock();
  private final BadProofs badProofs = new BadProofs(clock);

  @Test
  void soManyWrongProofsAreLookedAtAndThenOneInAWhile() {
    fail(HERE, SHOP, BadProofs.AT_ONCE - 1);
    assertThat(wait(HERE, SHOP)).isEmpty();
    fail(HERE, SHOP, 1);
    assertThat(wait(HERE, SHOP)).contains(BadProofs.REFILL);
    clock.advance(BadProofs.REFILL);
    assertThat(wait(HERE, SHOP)).isEmpty();
    fail(HERE, SHOP, 1);
    assertThat(wait(HERE, SHOP)).isPresent();
  }

  @Test
  void aFloodLastsNoLongerThanItsBound() {
    fail(HERE, SHOP, 100_000);
    clock.advance(BadProofs.REFILL.multipliedBy(2));
    assertThat(wait(HERE, SHOP)).isEmpty();
  }

  @Test
  void otherAddressesAreLeftAlone() {
    fail(HERE, SHOP, 1000);
    assertThat(wait(THERE, SHOP)).isEmpty();
  }

  @Test
  void rightProofsCostNothing() {
    for (int i = 0; i < 1000; i++) {
      badProofs.held(HERE, SHOP);
    }
    assertThat(wait(HERE, SHOP)).isEmpty();
  }

  @Test
  void aSenderKnownFromThatAddressHasABoundOfItsOwn() {
    badProofs.held(HERE, SHOP);
    fail(HERE, BLOG, 1000);
    assertThat(wait(HERE, BLOG)).isPresent();
    assertThat(wait(HERE, SHOP)).isEmpty();
    fail(HERE, SHOP, BadProofs.AT_ONCE);
    assertThat(wait(HERE, SHOP)).isPresent();
    assertThat(badProofs.wait(HERE, Optional::empty)).isPresent();
  }

  @Test
  void noMoreThanSoManyAddressesAreRemembered() {
    fail(HERE, SHOP, 1000);
    for (int i = 0; i < BadProofs.MOST_REMEMBERED; i++) {
      fail("198.51.100." + i, SHOP, 1);
    }
    assertThat(wait(HERE, SHOP)).isEmpty();
  }

  private Optional<Duration> wait(String address, RepositoryId claimed) {
    return badProofs.wait(address, () -> Optional.of(claimed));
  }

  private void fail(String address, RepositoryId claimed, int times) {
    for (int i = 0; i < times; i++) {
      badProofs.failed(address, () -> Optional.of(claimed));
    }
  }
}
