package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.access.ApiToken;
import dev.slipway.core.access.InMemoryAccess;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstAdministratorTest {
  private final Clock clock = Clock.systemUTC();
  private final AccessRecords access = InMemoryAccess.at(clock);

  @Test
  void theFirstStartMakesATokenAndTheNextOnesDoNot() {
    String token = provide(null).orElseThrow();
    assertThat(token).matches("slp_[0-9a-f]{64}");
    assertThat(access.tokens().find(token)).map(ApiToken::owner).contains("admin");
    assertThat(access.users().find("admin")).map(User::role).contains(Role.ADMINISTRATOR);
    assertThat(provide(null)).isEmpty();
    assertThat(access.tokens().all()).hasSize(1);
  }

  @Test
  void whoeverHasAPasswordNeedsNoNewToken() {
    access.users().add(User.fresh("ada", Role.ADMINISTRATOR, clock.instant()));
    access.users().setPassword("ada", "hash", clock.instant());
    assertThat(provide(null)).isEmpty();
    assertThat(access.users().find("admin")).isEmpty();
  }

  @Test
  void aTokenThatWasLostBeforeAnybodyHadAPasswordIsMadeAnew() {
    provide(null);
    access.tokens().revoke(access.tokens().all().getFirst().id());
    assertThat(provide(null)).isPresent();
  }

  @Test
  void theConfiguredTokenBringsTheAdministratorBack() {
    assertThat(provide("configured-once")).isEmpty();
    access.users().add(User.fresh("ada", Role.ADMINISTRATOR, clock.instant()));
    access.users().setRole("admin", Role.VIEWER);
    access.users().setDisabled("admin", true);
    assertThat(provide("configured-anew")).isEmpty();
    User admin = access.users().find("admin").orElseThrow();
    assertThat(admin.role()).isEqualTo(Role.ADMINISTRATOR);
    assertThat(admin.disabled()).isFalse();
    assertThat(access.tokens().find("configured-anew")).isPresent();
    assertThat(access.tokens().find("configured-once")).isEmpty();
  }

  private Optional<String> provide(@Nullable String configured) {
    return FirstAdministrator.provide(access, configured, clock);
  }
}
