package dev.slipway.registrysync.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void quotedAndBareParametersAreRead() {
    assertThat(
            Challenge.read(
                "Bearer realm=\"https://auth.example.com/token\", Service=reg ,"
                    + "scope=\"repository:a/b:pull,push\""))
        .contains(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.example.com/token",
                    "service", "reg",
                    "scope", "repository:a/b:pull,push")));
  }

  @Test
  void escapedQuotesStayInTheValue() {
    assertThat(Challenge.read("Basic realm=\"the \\\"inner\\\" one\""))
        .contains(new Challenge("basic", Map.of("realm", "the \"inner\" one")));
  }

  @Test
  void aSchemeAloneIsEnough() {
    assertThat(Challenge.read("BASIC")).contains(new Challenge("basic", Map.of()));
    assertThat(Challenge.read("")).isEmpty();
    assertThat(Challenge.read("=?")).isEmpty();
  }
}
