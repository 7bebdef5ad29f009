package dev.slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link Tokens} does. */
public abstract class TokensContract {
  private static final Principal ADA = new Principal("ada");

  /** A fresh, empty one. */
  protected abstract Tokens freshTokens();

  @Test
  void nobodyIsKnownAtFirst() {
    Tokens tokens = freshTokens();
    assertThat(tokens.any()).isFalse();
    assertThat(tokens.find("slp_secret")).isEmpty();
  }

  @Test
  void aTokenNamesItsPrincipalUntilRevoked() {
    Tokens tokens = freshTokens();
    tokens.add("slp_secret", ADA, Duration.ZERO);
    assertThat(tokens.find("slp_secret")).contains(ADA);
    assertThat(tokens.find("slp_secreT")).isEmpty();
    assertThat(tokens.any()).isTrue();
    tokens.revoke("slp_secret");
    assertThat(tokens.find("slp_secret")).isEmpty();
    assertThat(tokens.any()).isFalse();
  }

  @Test
  void aTokenWithAnEndIsValidBefore() {
    Tokens tokens = freshTokens();
    tokens.add("slp_secret", ADA, Duration.ofHours(1));
    assertThat(tokens.find("slp_secret")).contains(ADA);
    assertThat(tokens.any()).isTrue();
  }

  @Test
  void addingAgainReplaces() {
    Tokens tokens = freshTokens();
    tokens.add("slp_secret", ADA, Duration.ofHours(1));
    tokens.add("slp_secret", new Principal("grace"), Duration.ZERO);
    assertThat(tokens.find("slp_secret")).contains(new Principal("grace"));
  }

  @Test
  void revokingWhatIsUnknownIsFine() {
    Tokens tokens = freshTokens();
    tokens.revoke("slp_secret");
    assertThat(tokens.any()).isFalse();
  }
}
