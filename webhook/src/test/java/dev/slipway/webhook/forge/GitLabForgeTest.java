package dev.slipway.webhook.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.account.HookState;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.CommitStatus.State;
import dev.slipway.webhook.forge.testing.FakeReply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GitLabForgeTest extends ForgeApiContract {
  @Override
  Forge kind() {
    return Forge.GITLAB;
  }

  @Override
  Map<State, String> states() {
    return Map.of(
        State.QUEUED, "pending",
        State.RUNNING, "running",
        State.SUCCEEDED, "success",
        State.FAILED, "failed",
        State.CANCELED, "canceled",
        State.ERROR, "failed");
  }

  @Test
  void takesAStatusThatIsThereAlreadyForDone() throws ForgeException {
    api.setStatus(SHOP, SHA, status(State.RUNNING, "running"));
    api.setStatus(SHOP, SHA, status(State.RUNNING, "still running"));

    assertThat(forge.statuses("acme/shop")).hasSize(1);
  }

  @Test
  void saysSoWhenAStatusCannotBecomeWhatItShould() {
    forge.next(
        FakeReply.text(400, "{\"message\":\"Cannot transition status via :run from :success\"}"));

    ForgeException e = failure(() -> api.setStatus(SHOP, SHA, status(State.RUNNING, "running")));

    assertThat(e.kind()).isEqualTo(Kind.REFUSED);
    assertThat(e).hasMessageContaining("Cannot transition status");
  }

  @Test
  void switchesAWebhookOnThatGitLabSwitchedOff() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));
    forge.changeHook("acme/shop", "alert_status", "temporarily_disabled");

    assertThat(api.repairHook(SHOP, id, hook("secret")).state())
        .isEqualTo(new HookState.Repaired("GitLab had switched it off after failed deliveries"));
    assertThat(api.repairHook(SHOP, id, hook("secret")).state()).isEqualTo(new HookState.Fine());
  }

  @Test
  void refusesAKeyToSignWithWhereGitLabCannotSign() {
    forge.signs(false);

    ForgeException e = failure(() -> api.installHook(SHOP, hook("whsec_a2V5")));

    assertThat(e.kind()).isEqualTo(Kind.REFUSED);
    assertThat(forge.hooks("acme/shop")).isEmpty();
  }

  @Test
  void waitsUntilTheLimitIsReset() {
    forge.next(
        FakeReply.text(429, "Retry later")
            .with("RateLimit-Reset", Long.toString(NOW.getEpochSecond() + 42)));

    assertThat(failure(api::user).retryAfter()).isEqualTo(Duration.ofSeconds(42));
  }

  @Test
  void findsARepositoryInNestedGroups() throws ForgeException {
    forge.addRepository("acme/web/front/shop", true, true);

    RepositoryName nested = new RepositoryName("acme/web/front/shop");
    api.setStatus(nested, SHA, status(State.SUCCEEDED, "done"));

    assertThat(api.repository(nested).name()).isEqualTo(nested);
    assertThat(forge.statuses("acme/web/front/shop")).hasSize(1);
  }
}
