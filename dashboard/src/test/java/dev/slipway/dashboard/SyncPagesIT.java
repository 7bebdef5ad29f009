package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.sync.SyncPlanner;
import dev.slipway.core.sync.SyncProgress;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncState;
import dev.slipway.core.sync.SyncState.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules for copies as people make, plan, run and change them. */
class SyncPagesIT {
  private static final SyncRuleId REDIS = new SyncRuleId("redis");
  private static final WorkerId WORKER = new WorkerId("w");

  private static Desk desk;
  private Stage stage;
  private Page page;

  @BeforeAll
  static void sit() {
    desk = new Desk();
  }

  @AfterAll
  static void leave() {
    desk.close();
  }

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    page = desk.open(stage, 1280, 900);
    page.navigate(stage.url("/sync").toString());
  }

  @AfterEach
  void close() {
    page.context().close();
    stage.close();
  }

  @Test
  void aRuleIsMadeWithErrorsBesideItsFieldsThenChangedAndRemoved() {
    assertThat(page.getByText("Nothing is kept in step yet")).isVisible();
    page.getByLabel("Name").fill("redis");
    page.getByLabel("From").fill("docker.io/wrong");
    page.getByLabel("To").fill("reg.example/mirror/redis");
    page.getByLabel("Schedule").fill("wrong");
    button("Add").click();
    assertThat(page.getByLabel("From")).hasAttribute("aria-invalid", "true");
    assertThat(page.getByLabel("Schedule")).hasAttribute("aria-invalid", "true");
    assertThat(page.getByLabel("To")).hasValue("reg.example/mirror/redis");
    page.getByLabel("From").fill("docker.io/library/redis");
    page.getByLabel("Schedule").fill("0 3 * * *");
    page.getByLabel("Only the latest").fill("5");
    page.getByLabel("Tags", new Page.GetByLabelOptions().setExact(true)).fill("7.* latest");
    page.getByLabel("When a build has pushed there").selectOption("true");
    page.getByLabel("Builds that begin with these images").selectOption("true");
    button("Add").click();
    assertThat(page.getByText("Look at its plan before you run it")).isVisible();
    assertThat(page.getByText("after a push")).isVisible();
    assertThat(page.getByText("builds use the copies")).isVisible();
    assertThat(rule().trigger().onPush()).isTrue();
    assertThat(rule().options().mirror()).isTrue();
    assertThat(rule().tags().globs()).hasSize(2);
    assertThat(rule().tags().latest()).isEqualTo(5);

    page.getByLabel("Only the latest").fill("");
    page.getByLabel("Schedule").fill("");
    page.getByLabel("Builds that begin with these images").selectOption("false");
    button("Save").click();
    assertThat(page.getByText("It holds from the next run on")).isVisible();
    assertThat(rule().tags().latest()).isZero();
    assertThat(rule().trigger().cron()).isEmpty();
    assertThat(rule().trigger().onPush()).isTrue();
    assertThat(rule().options().mirror()).isFalse();
    assertThat(rule().tags().globs()).hasSize(2);

    button("Remove …").click();
    page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove"))
        .click();
    assertThat(page.getByText("what it copied stays")).isVisible();
    assertThat(stage.syncRules.all()).isEmpty();
    desk.listen("422");
  }

  @Test
  void aPlanSaysWhatWouldBeCopiedAndWhatIsWrong() {
    stage.syncRules.put(sample());
    stage.sync.plan =
        new SyncPlanner.Plan(
            List.of(
                new SyncPlanner.Image("7.2.4", "sha256:" + "a1".repeat(32), null),
                new SyncPlanner.Image("7.2.3", "sha256:bb", "sha256:bb")),
            41_300_000,
            List.of(new Problem("tag 7.4 is gone", "push it again")),
            List.of("another digest"));
    page.navigate(stage.url("/sync/redis").toString());
    page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Plan").setExact(true)).click();
    assertThat(page.getByText("1 of 2 tags would be copied, at most 41.3 MB")).isVisible();
    assertThat(page.getByText("Tag 7.4 is gone.")).isVisible();
    assertThat(page.getByText("Push it again.")).isVisible();
    assertThat(page.getByRole(AriaRole.ROWHEADER)).hasText("7.2.4");
    stage.sync.trouble = "docker.io cannot be reached";
    page.reload();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Docker.io cannot be reached");
    desk.listen("");
  }

  @Test
  void aRunIsFollowedLiveToItsEndAndItsProblemsStay() throws Exception {
    stage.syncRules.put(sample());
    page.navigate(stage.url("/sync/redis").toString());
    assertThat(page.getByText("Never run")).isVisible();
    button("Run now").click();
    assertThat(page.getByText("Waits for a worker")).isVisible();

    SyncRun held = stage.syncRuns.claim(WORKER, Duration.ZERO).orElseThrow();
    var progress = new SyncProgress(5, 2, 200_000_000, 50_000_000, 25_000_000, List.of());
    assertThat(stage.syncRuns.renew(held, progress)).isPresent();
    tell(held, "running");
    assertThat(page.getByText("2 of 5 images, 50.0 MB of 200.0 MB, 25.0 MB/s, 6.0 s left"))
        .isVisible();
    assertThat(page.getByRole(AriaRole.PROGRESSBAR)).hasAttribute("value", "250");

    Instant now = stage.clock.instant();
    var failed = new SyncState.Failed(1, now, now, List.of(new Problem("v2 is gone", "push it")));
    assertThat(stage.syncRuns.end(held, failed, progress)).isPresent();
    tell(held, "failed");
    assertThat(page.getByText("V2 is gone.")).isVisible();
    assertThat(page.getByText("Push it.")).isVisible();
    assertThat(page.getByRole(AriaRole.PROGRESSBAR)).hasCount(0);

    button("Run now").click();
    button("Cancel").click();
    assertThat(page.getByText("stopped by ada")).isVisible();
    desk.listen("");
  }

  private void tell(SyncRun run, String status) {
    stage.store.events().publish("sync_run", run.id().value(), status);
  }

  private SyncRule rule() {
    return stage.syncRules.find(REDIS).orElseThrow();
  }

  private static SyncRule sample() {
    return new SyncRule(
        REDIS,
        "docker.io/library/redis",
        "reg.example/mirror/redis",
        SyncRule.Tags.ALL,
        SyncRule.Options.USUAL,
        SyncRule.Trigger.BY_HAND);
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
  }
}
