package dev.slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryTokensTest extends TokensContract {
  private final SettableClock clock = new SettableClock();

  @Override
  protected Tokens freshTokens() {
    return new InMemoryTokens(clock);
  }

  @Test
  void aTokenEnds() {
    Tokens tokens = freshTokens();
    tokens.add("slp_secret", new Principal("ada"), Duration.ofHours(1));
    clock.advance(Duration.ofHours(1));
    assertThat(tokens.find("slp_secret")).isEmpty();
    assertThat(tokens.any()).isFalse();
  }
}
