package dev.slipway.webhook.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.account.HookState;
import dev.slipway.core.source.Forge;
import dev.slipway.webhook.forge.CommitStatus.State;
import dev.slipway.webhook.forge.testing.FakeDelivery;
import dev.slipway.webhook.forge.testing.FakeReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GitHubForgeTest extends ForgeApiContract {
  @Override
  Forge kind() {
    return Forge.GITHUB;
  }

  @Override
  Map<State, String> states() {
    return LIKE_GITHUB;
  }

  @Test
  void waitsUntilTheLimitIsResetWhenNothingRemains() {
    forge.next(
        FakeReply.text(403, "{\"message\":\"API rate limit exceeded\"}")
            .with("X-RateLimit-Remaining", "0")
            .with("X-RateLimit-Reset", Long.toString(NOW.getEpochSecond() + 300)));

    ForgeException e = failure(api::user);

    assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(e.retryAfter()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void knowsASecondaryLimitByItsWords() {
    forge.next(FakeReply.text(403, "{\"message\":\"You have exceeded a secondary rate limit.\"}"));

    ForgeException e = failure(() -> api.setStatus(SHOP, SHA, status(State.QUEUED, "queued")));

    assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(e.retryAfter()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void takesAnOrdinary403ForAMissingRight() {
    forge.next(
        FakeReply.text(403, "{\"message\":\"Resource not accessible by access token\"}")
            .with("X-RateLimit-Remaining", "4999"));

    ForgeException e = failure(api::user);

    assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(e).hasMessageContaining("Resource not accessible");
  }

  @Test
  void asksForTheRepositoryOnceForManyStatuses() throws ForgeException {
    api.setStatus(SHOP, SHA, status(State.QUEUED, "queued"));
    api.setStatus(SHOP, SHA, status(State.RUNNING, "running"));
    api.setStatus(SHOP, SHA, status(State.SUCCEEDED, "done in 3 s"));

    assertThat(forge.requests()).filteredOn(each -> each.startsWith("GET ")).hasSize(1);
  }

  @Test
  void cutsADescriptionBetweenWords() throws ForgeException {
    api.setStatus(SHOP, SHA, status(State.FAILED, "failed at the step ".repeat(20)));

    assertThat(forge.statuses("acme/shop").getFirst().description())
        .hasSizeLessThanOrEqualTo(140)
        .endsWith("…")
        .doesNotContain(" …");
  }

  @Test
  void seesAWebhookThatSomebodySwitchedOff() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));
    forge.changeHook("acme/shop", "active", false);

    assertThat(api.repairHook(SHOP, id, hook("secret")).state())
        .isEqualTo(new HookState.Repaired("it was switched off"));
    assertThat(api.repairHook(SHOP, id, hook("secret")).state()).isEqualTo(new HookState.Fine());
  }

  @Test
  void seesAWebhookThatSomebodyTookEventsFrom() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));
    forge.changeHook("acme/shop", "events", List.of("push"));

    assertThat(api.repairHook(SHOP, id, hook("secret")).state())
        .isEqualTo(new HookState.Repaired("it lacked events"));
  }

  @Test
  void redeliversWhatFailedAndDidNotArriveLater() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));
    forge.largestPage(2);
    forge.listDeliveries(
        "acme/shop",
        List.of(
            delivery(9, "arrived-at-last", 202, 10),
            delivery(8, "failed-twice", 502, 20),
            delivery(7, "failed-twice", 0, 30),
            delivery(6, "arrived-at-last", 503, 40),
            delivery(5, "fine", 202, 50),
            delivery(4, "too-old", 502, 5000)));

    int asked = api.redeliverFailed(SHOP, id, NOW.minus(Duration.ofHours(1)));

    assertThat(asked).isEqualTo(1);
    assertThat(forge.redelivered("acme/shop")).containsExactly("8");
  }

  @Test
  void leavesWhatKeepsFailingInPeaceForLongerAndLonger() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));
    forge.listDeliveries(
        "acme/shop",
        List.of(
            delivery(9, "failed-once", 500, 0),
            delivery(8, "failed-four-times", 500, 34),
            delivery(7, "failed-five-times", 500, 76),
            delivery(6, "failed-four-times", 500, 80),
            delivery(5, "failed-four-times", 500, 81),
            delivery(4, "failed-four-times", 500, 82),
            delivery(3, "failed-five-times", 500, 90),
            delivery(2, "failed-five-times", 500, 91),
            delivery(1, "failed-five-times", 500, 92),
            delivery(10, "failed-five-times", 500, 93)));

    api.redeliverFailed(SHOP, id, NOW.minus(Duration.ofHours(2)));

    assertThat(forge.redelivered("acme/shop")).containsExactly("9", "7");
  }

  @Test
  void doesNotRedeliverForever() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));
    for (int i = 0; i < 10; i++) {
      forge.listDeliveries("acme/shop", List.of(delivery(19 - i, "hopeless", 500, 4000 + i)));
    }

    assertThat(api.redeliverFailed(SHOP, id, NOW.minus(Duration.ofDays(3)))).isZero();
  }

  private static FakeDelivery delivery(long id, String guid, int status, int minutesAgo) {
    return new FakeDelivery(id, guid, status, NOW.minus(Duration.ofMinutes(minutesAgo)).toString());
  }
}
