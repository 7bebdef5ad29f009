package dev.slipway.dashboard;

import dev.slipway.core.Glob;
import dev.slipway.core.Secret;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.registry.ConfiguredLogins.ConfiguredLogin;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.core.registry.RegistryLogin;
import dev.slipway.core.sync.SyncPlanner;
import dev.slipway.core.sync.SyncProgress;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRule.Options;
import dev.slipway.core.sync.SyncRule.Tags;
import dev.slipway.core.sync.SyncRule.Trigger;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncState;
import dev.slipway.core.sync.SyncState.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Registries that are signed in to, and copies between them: one of each state. */
final class ShowCopies {
  private static final WorkerId WORKER = new WorkerId("w");

  private final Stage stage;

  private ShowCopies(Stage stage) {
    this.stage = stage;
  }

  static void on(Stage stage) throws InterruptedException {
    ShowCopies show = new ShowCopies(stage);
    show.registries();
    show.copies();
  }

  private void registries() {
    stage.registries.known.put(
        new KnownRegistry(
            new RegistryHost("ghcr.io"),
            new RegistryLogin("acme-robot", new Secret("password", StageRegistries.PASSWORD)),
            "",
            false,
            stage.clock.instant()));
    stage.registries.known.put(
        new KnownRegistry(
            new RegistryHost("10.20.0.5:5000"), null, "", true, stage.clock.instant()));
    stage.registries.configured =
        List.of(
            new ConfiguredLogin(new RegistryHost("docker.io"), "acme", ""),
            new ConfiguredLogin(
                new RegistryHost("123456789012.dkr.ecr.eu-central-1.amazonaws.com"),
                "",
                "ecr-login"));
  }

  private void copies() throws InterruptedException {
    rule("alpine", "docker.io/library/alpine", "registry.example.com/mirror/alpine", "");
    rule("redis", "docker.io/library/redis", "registry.example.com/mirror/redis", "0 3 * * *");
    rule("shop", "registry.example.com/acme/shop", "ghcr.io/acme/shop", "");
    rule("tools", "registry.example.com/acme/tools", "ghcr.io/acme/tools", "");
    end("redis", new SyncProgress(5, 5, 214_000_000, 214_000_000, 0, List.of()));
    end("redis", new SyncProgress(1, 1, 41_000_000, 41_000_000, 0, List.of()));
    fail("shop");
    SyncRun running = claim("tools");
    stage.syncRuns.renew(
        running, new SyncProgress(12, 4, 930_000_000, 388_000_000, 46_000_000, List.of()));
    stage.sync.plan =
        new SyncPlanner.Plan(
            List.of(
                new SyncPlanner.Image("7.2.4", digest("a1"), digest("a1")),
                new SyncPlanner.Image("7.2.5", digest("b2"), null),
                new SyncPlanner.Image("latest", digest("b2"), digest("a1"))),
            41_300_000,
            List.of(new Problem("tag 7.4.0 is an image of an old form", "push it again")),
            List.of("only linux/amd64 is copied, so that the index has another digest"));
  }

  private void rule(String id, String from, String to, String cron) {
    stage.syncRules.put(
        new SyncRule(
            new SyncRuleId(id),
            from,
            to,
            new Tags(List.of(new Glob("7.*"), new Glob("latest")), "", "", 5),
            Options.USUAL,
            new Trigger(cron, ZoneId.of("Europe/Berlin"), false)));
  }

  private SyncRun claim(String rule) throws InterruptedException {
    stage.syncRuns.start(new SyncRuleId(rule), rule.equals("redis") ? "schedule" : "ada");
    return stage.syncRuns.claim(WORKER, Duration.ZERO).orElseThrow();
  }

  private void end(String rule, SyncProgress progress) throws InterruptedException {
    SyncRun held = claim(rule);
    Instant now = stage.clock.instant();
    stage.syncRuns.end(held, new SyncState.Succeeded(1, now.minusSeconds(9), now), progress);
  }

  private void fail(String rule) throws InterruptedException {
    SyncRun held = claim(rule);
    Instant now = stage.clock.instant();
    List<Problem> problems =
        List.of(
            new Problem(
                "the token server ghcr.io of registry ghcr.io refuses a token for"
                    + " \"repository:acme/shop:pull,push\" (status 403)",
                "check the registry's user name and password, and what they may do"));
    stage.syncRuns.end(
        held,
        new SyncState.Failed(1, now.minusSeconds(2), now, problems),
        new SyncProgress(3, 2, 80_000_000, 52_000_000, 0, List.of()));
  }

  private static String digest(String two) {
    return "sha256:" + two.repeat(32);
  }
}
