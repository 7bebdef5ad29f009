package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.Glob;
import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.SettableClock;
import dev.slipway.core.sync.InMemorySyncRules;
import dev.slipway.core.sync.InMemorySyncRuns;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncRunId;
import dev.slipway.core.sync.SyncRuns;
import dev.slipway.core.sync.SyncState;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.sync.RunProgress;
import dev.slipway.registrysync.sync.Sync;
import dev.slipway.registrysync.sync.SyncPlan;
import dev.slipway.registrysync.sync.SyncWorker;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.WireSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rules followed between two registries. */
@Timeout(60)
class SyncIT {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final SyncRuleId RULE = new SyncRuleId("syn_1");

  @TempDir static Path folder;
  private static DebianRegistry source;
  private static DebianRegistry destination;
  private static Registries registries;
  private final SettableClock clock = new SettableClock();
  private final InMemorySyncRules rules = new InMemorySyncRules();
  private final InMemorySyncRuns runs = new InMemorySyncRuns(clock);
  private String repository;
  private SampleImages images;
  private Sync sync;

  @BeforeAll
  static void start() throws Exception {
    source = DebianRegistry.start(Files.createDirectories(folder.resolve("source")), false);
    destination = DebianRegistry.start(Files.createDirectories(folder.resolve("to")), false);
    registries = new Registries(WireSettings.trusting(Set.of()), Logins.NONE);
  }

  @AfterAll
  static void stop() throws Exception {
    registries.close();
    source.close();
    destination.close();
  }

  @BeforeEach
  void push() throws Exception {
    repository = "sync/r" + NUMBERS.incrementAndGet();
    images = new SampleImages(source, repository);
    sync = new Sync(new Copier(registries));
    for (String tag : List.of("v1", "v2", "other")) {
      images.tag(tag, image(tag));
    }
  }

  @Test
  void aPlanSaysWhatWouldBeCopiedAndChangesNothing() throws Exception {
    SyncPlan plan = sync.plan(rule(SyncRule.Options.USUAL));

    assertThat(plan.changing()).extracting(SyncPlan.Image::tag).containsExactly("v1", "v2");
    assertThat(plan.bytes()).isGreaterThan(2 * 100_000).isLessThan(3 * 100_000);
    assertThat(plan.problems()).isEmpty();
    assertThatThrownBy(() -> Skopeo.raw(to("v1"))).hasMessageContaining("unknown");
  }

  @Test
  void aRuleIsFollowedUntilBothAreTheSame() throws Exception {
    RunProgress progress = new RunProgress();

    assertThat(sync.follow(rule(SyncRule.Options.USUAL), progress)).isEmpty();

    assertThat(Skopeo.raw(to("v1"))).isEqualTo(Skopeo.raw(from("v1")));
    assertThat(Skopeo.raw(to("v2"))).isEqualTo(Skopeo.raw(from("v2")));
    assertThatThrownBy(() -> Skopeo.raw(to("other"))).hasMessageContaining("unknown");
    assertThat(progress.now().imagesDone()).isEqualTo(progress.now().images()).isEqualTo(2);
    assertThat(progress.now().bytesDone()).isEqualTo(progress.now().bytes());
    assertThat(sync.plan(rule(SyncRule.Options.USUAL)).changing()).isEmpty();
  }

  @Test
  void whatIsTheSameCostsARequestToEachSide() throws Exception {
    SyncRule.Options alone = new SyncRule.Options(Set.of(), false, "", List.of());
    assertThat(sync.follow(rule(alone), new RunProgress())).isEmpty();
    try (FaultyProxy left = FaultyProxy.before(source.host());
        FaultyProxy right = FaultyProxy.before(destination.host())) {
      RunProgress progress = new RunProgress();
      SyncRule same = rule(RULE, left.host(), right.host(), alone);
      assertThat(sync.follow(same, progress)).isEmpty();

      assertThat(left.seen("HEAD .*")).hasSize(2);
      assertThat(left.seen(".*")).hasSize(3); // and the list of the tags
      assertThat(right.seen(".*")).hasSize(2);
      assertThat(progress.now().images()).isZero();
    }
  }

  @Test
  void aSignatureOfWhatIsThereAlreadyGoesAlong() throws Exception {
    assertThat(sync.follow(rule(SyncRule.Options.USUAL), new RunProgress())).isEmpty();
    String signature =
        DebianRegistry.sha256(Skopeo.raw(from("v1")).getBytes(UTF_8)).replace(':', '-') + ".sig";
    images.tag(signature, image("a signature"));

    assertThat(sync.follow(rule(SyncRule.Options.USUAL), new RunProgress())).isEmpty();

    assertThat(Skopeo.raw(to(signature))).isEqualTo(Skopeo.raw(from(signature)));
  }

  @Test
  void whatATagLedToIsKeptBeforeItIsOverwritten() throws Exception {
    SyncRule rule = rule(new SyncRule.Options(Set.of(), false, "before-${TAG}", List.of()));
    assertThat(sync.follow(rule, new RunProgress())).isEmpty();
    String before = Skopeo.raw(to("v1"));
    images.tag("v1", image("moved"));

    assertThat(sync.follow(rule, new RunProgress())).isEmpty();

    assertThat(Skopeo.raw(to("v1"))).isEqualTo(Skopeo.raw(from("v1"))).isNotEqualTo(before);
    assertThat(Skopeo.raw(to("before-v1"))).isEqualTo(before);
  }

  @Test
  void anImmutableTagIsNotOverwrittenAndTheOthersAreCopied() throws Exception {
    SyncRule rule = rule(new SyncRule.Options(Set.of(), false, "", List.of(new Glob("v1"))));
    assertThat(sync.follow(rule, new RunProgress())).isEmpty();
    String before = Skopeo.raw(to("v1"));
    images.tag("v1", image("moved"));
    images.tag("v3", image("third"));

    assertThat(sync.follow(rule, new RunProgress()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("v1 is immutable"));

    assertThat(Skopeo.raw(to("v1"))).isEqualTo(before);
    assertThat(Skopeo.raw(to("v3"))).isEqualTo(Skopeo.raw(from("v3")));
  }

  @Test
  void whatIsBrokenAtTheSourceDoesNotKeepTheRestFromBeingCopied() throws Exception {
    byte[] lost = SampleImages.noise(1000, 77);
    images.tag("v3", images.image(SampleImages.OCI, "amd64", lost));
    Files.delete(source.file(DebianRegistry.sha256(lost)));

    assertThat(sync.follow(rule(SyncRule.Options.USUAL), new RunProgress()))
        .anySatisfy(problem -> assertThat(problem.message()).contains(DebianRegistry.sha256(lost)));

    assertThat(Skopeo.raw(to("v1"))).isEqualTo(Skopeo.raw(from("v1")));
  }

  @Test
  void aWorkerCarriesARunOutAndRemembersHowItEnded() throws Exception {
    rules.put(rule(SyncRule.Options.USUAL));
    SyncRun run = runs.start(RULE, "ada");
    try (SyncWorker worker = worker(sync)) {
      worker.start();

      SyncRun ended = awaitEnd(run.id());

      assertThat(ended.state()).isInstanceOf(SyncState.Succeeded.class);
      assertThat(ended.progress().imagesDone()).isEqualTo(2);
    }
    assertThat(Skopeo.raw(to("v2"))).isEqualTo(Skopeo.raw(from("v2")));
  }

  @Test
  void aScheduleThatWasMissedIsCaughtUpWith() throws Exception {
    rules.put(
        new SyncRule(
            RULE,
            source.host() + "/" + repository,
            destination.host() + "/" + repository,
            SyncRule.Tags.ALL,
            SyncRule.Options.USUAL,
            new SyncRule.Trigger("0 * * * *", ZoneId.of("UTC"), false)));
    try (SyncWorker worker = worker(sync)) {
      clock.advance(Duration.ofHours(5));
      worker.start();

      SyncRun run = awaitEnd(null);

      assertThat(run.by()).isEqualTo("schedule");
      assertThat(run.state()).isInstanceOf(SyncState.Succeeded.class);
    }
  }

  @Test
  void aRunWhoseWorkerDiedIsCarriedOnByAnother() throws Exception {
    rules.put(rule(SyncRule.Options.USUAL));
    SyncRun run = runs.start(RULE, "ada");
    assertThat(runs.claim(new WorkerId("dead"), Duration.ZERO)).isPresent();
    clock.advance(SyncRuns.LEASE.plusMillis(1));
    try (SyncWorker worker = worker(sync)) {
      worker.start();

      SyncRun ended = awaitEnd(run.id());

      assertThat(ended.state()).isInstanceOf(SyncState.Succeeded.class);
      assertThat(ended.state().attempt()).isEqualTo(2);
    }
  }

  @Test
  void whoStopsInGoodOrderKeepsNobodyWaiting() throws Exception {
    try (FaultyProxy slow = FaultyProxy.before(source.host())) {
      slow.on("GET .*/blobs/.*", 1, Fault.Answer.of(429, "Retry-After", "60"));
      rules.put(rule(RULE, slow.host(), SyncRule.Options.USUAL));
      SyncRun run = runs.start(RULE, "ada");
      try (SyncWorker stopped = worker(sync)) {
        stopped.start();
        while (slow.seen("GET .*/blobs/.*").isEmpty()) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      rules.put(rule(SyncRule.Options.USUAL));
      try (SyncWorker next = new SyncWorker(rules, runs, sync, new WorkerId("elsewhere"), clock)) {
        next.start();

        assertThat(awaitEnd(run.id()).state()).isInstanceOf(SyncState.Succeeded.class);
      }
    }
  }

  @Test
  void aRunThatTakesLongHoldsUpNoOther() throws Exception {
    try (FaultyProxy slow = FaultyProxy.before(source.host())) {
      slow.on("GET .*/blobs/.*", 1000, Fault.Answer.of(429, "Retry-After", "60"));
      SyncRuleId other = new SyncRuleId("syn_slow");
      rules.put(rule(other, slow.host(), SyncRule.Options.USUAL));
      rules.put(rule(SyncRule.Options.USUAL));
      SyncRun first = runs.start(other, "ada");
      try (SyncWorker worker = worker(sync)) {
        worker.start();
        while (slow.seen("GET .*/blobs/.*").isEmpty()) {
          LockSupport.parkNanos(1_000_000);
        }

        SyncRun second = runs.start(RULE, "ada");

        assertThat(awaitEnd(second.id()).state()).isInstanceOf(SyncState.Succeeded.class);
        assertThat(runs.find(first.id()).orElseThrow().state())
            .isInstanceOf(SyncState.Running.class);
      }
    }
  }

  @Test
  void aRunThatIsCanceledStopsAndTagsNothing() throws Exception {
    try (FaultyProxy slow = FaultyProxy.before(source.host())) {
      // Whoever asks for a blob is told to come back in a minute: it runs until it is told to stop.
      slow.on("GET .*/blobs/.*", 1000, Fault.Answer.of(429, "Retry-After", "60"));
      rules.put(rule(RULE, slow.host(), SyncRule.Options.USUAL));
      SyncRun run = runs.start(RULE, "ada");
      try (SyncWorker worker = worker(sync)) {
        worker.start();
        while (slow.seen("GET .*/blobs/.*").isEmpty()) {
          LockSupport.parkNanos(1_000_000);
        }

        assertThat(runs.cancel(run.id(), "bob")).isPresent();

        assertThat(awaitEnd(run.id()).state()).isInstanceOf(SyncState.Canceled.class);
      }
      assertThatThrownBy(() -> Skopeo.raw(to("v1"))).hasMessageContaining("unknown");
    }
  }

  private SyncWorker worker(Sync with) {
    return new SyncWorker(rules, runs, with, new WorkerId("here"), clock);
  }

  /** Waits for this run, or for any. */
  private SyncRun awaitEnd(@Nullable SyncRunId id) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      for (SyncRun run : runs.list(null, new Page.Request(9, null)).items()) {
        if (run.state().ended() && (id == null || run.id().equals(id))) {
          return run;
        }
      }
      LockSupport.parkNanos(5_000_000);
    }
    throw new AssertionError(
        "no run ended within 20 s: " + runs.list(null, new Page.Request(9, null)));
  }

  private SyncRule rule(SyncRule.Options options) {
    return rule(RULE, source.host(), options);
  }

  private SyncRule rule(SyncRuleId id, String from, SyncRule.Options options) {
    return rule(id, from, destination.host(), options);
  }

  private SyncRule rule(SyncRuleId id, String from, String to, SyncRule.Options options) {
    return new SyncRule(
        id,
        from + "/" + repository,
        to + "/" + repository,
        new SyncRule.Tags(List.of(new Glob("v*")), "", "", 0),
        options,
        SyncRule.Trigger.BY_HAND);
  }

  private String image(String content) throws Exception {
    return images.image(
        SampleImages.OCI,
        "amd64",
        (repository + content).getBytes(UTF_8),
        SampleImages.noise(100_000, (repository + content).hashCode()));
  }

  private String from(String tag) {
    return source.host() + "/" + repository + ":" + tag;
  }

  private String to(String tag) {
    return destination.host() + "/" + repository + ":" + tag;
  }
}
