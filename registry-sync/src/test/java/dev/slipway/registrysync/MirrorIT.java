package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Glob;
import dev.slipway.core.deploy.SettableClock;
import dev.slipway.core.registry.BaseImageMirror.Answer;
import dev.slipway.core.registry.BaseImageMirror.Wanted;
import dev.slipway.core.sync.InMemoryMirroredImages;
import dev.slipway.core.sync.InMemorySyncRules;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.mirror.Mirror;
import dev.slipway.registrysync.sync.RunProgress;
import dev.slipway.registrysync.sync.Sync;
import dev.slipway.registrysync.sync.SyncPlan;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.WireSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies for builds, between a registry that stands for Docker Hub and one's own. */
@Timeout(60)
class MirrorIT {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  private final InMemorySyncRules rules = new InMemorySyncRules();
  private final InMemoryMirroredImages known = new InMemoryMirroredImages();
  private final List<String> log = new ArrayList<>();
  private DebianRegistry hub;
  private DebianRegistry own;
  private Registries registries;
  private Sync sync;
  private Mirror mirror;

  @BeforeEach
  void start() throws Exception {
    hub = DebianRegistry.start(Files.createDirectories(folder.resolve("hub")), false);
    own = DebianRegistry.start(Files.createDirectories(folder.resolve("own")), false);
    registries = new Registries(WireSettings.trusting(Set.of()), Logins.NONE);
    Copier copier = new Copier(registries);
    sync = new Sync(copier, known);
    mirror = new Mirror(rules, known, copier, sync, clock, Duration.ofSeconds(2));
  }

  @AfterEach
  void stop() throws Exception {
    registries.close();
    hub.close();
    own.close();
  }

  @Test
  void aMissingCopyIsMadeAndTakenFromThenOn() throws Exception {
    rule("hub", "library/*", "mirror/library/*");
    String digest = push("library/node", "22");

    assertThat(find("library/node:22"))
        .isEqualTo(copy("library/node", digest, "copied from " + hub.host() + " just now"));
    assertThat(log)
        .containsExactly(
            "Copying %s/library/node:22 to %s/mirror/library/node"
                .formatted(hub.host(), own.host()));
    assertThat(digestAt(own.host() + "/mirror/library/node:22")).isEqualTo(digest);
    clock.advance(Duration.ofMinutes(2));
    assertThat(find("library/node:22"))
        .isEqualTo(copy("library/node", digest, hub.host() + " answered 2 minutes ago"));
    clock.advance(Duration.ofMinutes(10));
    assertThat(find("library/node:22"))
        .isEqualTo(copy("library/node", digest, hub.host() + " answered: up to date"));
  }

  @Test
  void aTagThatMovedIsCopiedAgain() throws Exception {
    rule("hub", "library/*", "mirror/library/*");
    String first = push("library/node", "22");
    find("library/node:22");
    String second = push("library/node", "22");
    clock.advance(Duration.ofMinutes(6));

    Answer found = find("library/node:22");

    assertThat(second).isNotEqualTo(first);
    assertThat(found)
        .isEqualTo(copy("library/node", second, "copied from " + hub.host() + " just now"));
  }

  @Test
  void theCopyHasToDoWhileTheSourceIsAway() throws Exception {
    rule("hub", "library/*", "mirror/library/*");
    String digest = push("library/node", "22");
    find("library/node:22");
    hub.close();
    clock.advance(Duration.ofDays(3));

    Answer.Copy found = (Answer.Copy) find("library/node:22");

    assertThat(found.reference()).isEqualTo(own.host() + "/mirror/library/node@" + digest);
    assertThat(found.because()).contains(hub.host()).endsWith(": the copy of 3 days ago");
    long before = System.nanoTime();
    assertThat(((Answer.Copy) find("library/node:22")).because())
        .isEqualTo(hub.host() + " did not answer a moment ago: the copy of 3 days ago");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    assertThat(((Answer.NotMirrored) find("library/redis:7")).because())
        .endsWith(", and the mirror has no copy");
  }

  @Test
  void aPinnedImageKeepsItsDigest() throws Exception {
    rule("hub", "library/*", "mirror/library/*");
    String digest = push("library/node", "22");

    Answer first = find("library/node:22@" + digest);
    hub.close();

    assertThat(first)
        .isEqualTo(
            copy("library/node", digest, "copied from " + hub.host() + " just now, as pinned"));
    assertThat(find("library/node@" + digest)).isEqualTo(copy("library/node", digest, "as pinned"));
  }

  @Test
  void onlyWhatARuleMeansIsMirrored() throws Exception {
    rules.put(
        new SyncRule(
            new SyncRuleId("node"),
            hub.host() + "/library/node",
            own.host() + "/node",
            new SyncRule.Tags(List.of(new Glob("22*")), "", "", 0),
            mirroring(),
            SyncRule.Trigger.BY_HAND));
    push("library/node", "22");
    push("library/node", "20");
    push("other/node", "22");

    assertThat(find("library/node:22")).isInstanceOf(Answer.Copy.class);
    assertThat(find("library/node:20"))
        .isEqualTo(new Answer.NotMirrored("the rule node leaves that tag out"));
    assertThat(find("other/node:22")).isEqualTo(new Answer.NotMirrored(""));
  }

  @Test
  void nothingIsCopiedForAForkButWhatIsThereMayBeTaken() throws Exception {
    rule("hub", "library/*", "mirror/library/*");
    String digest = push("library/node", "22");

    assertThat(mirror.find(new Wanted(hub.host() + "/library/node:22", false), log::add))
        .isEqualTo(new Answer.NotMirrored("the mirror has no copy, and none is made for a fork"));
    find("library/node:22");
    clock.advance(Duration.ofHours(1));
    assertThat(mirror.find(new Wanted(hub.host() + "/library/node:22", false), log::add))
        .isEqualTo(copy("library/node", digest, "the copy of 1 hour ago"));
  }

  @Test
  void aRunOfARuleForManyRepositoriesRefreshesWhatBuildsAskedFor() throws Exception {
    SyncRule rule = rule("hub", "library/*", "mirror/library/*");
    push("library/node", "22");
    push("library/redis", "7");
    push("library/never", "1");
    find("library/node:22");
    find("library/redis:7");
    String moved = push("library/node", "22");

    SyncPlan plan = sync.plan(rule);
    assertThat(plan.images())
        .extracting(SyncPlan.Image::tag)
        .containsExactly(hub.host() + "/library/node:22", hub.host() + "/library/redis:7");
    assertThat(plan.changing()).hasSize(1);
    assertThat(sync.follow(rule, new RunProgress())).isEmpty();
    assertThat(digestAt(own.host() + "/mirror/library/node:22")).isEqualTo(moved);
    assertThat(sync.plan(rule).changing()).isEmpty();
  }

  private SyncRule rule(String id, String from, String to) {
    SyncRule rule =
        new SyncRule(
            new SyncRuleId(id),
            hub.host() + "/" + from,
            own.host() + "/" + to,
            SyncRule.Tags.ALL,
            mirroring(),
            SyncRule.Trigger.BY_HAND);
    rules.put(rule);
    return rule;
  }

  private static SyncRule.Options mirroring() {
    return new SyncRule.Options(Set.of(), true, "", List.of(), true);
  }

  private Answer find(String image) throws Exception {
    return mirror.find(new Wanted(hub.host() + "/" + image, true), log::add);
  }

  private Answer copy(String repository, String digest, String because) {
    return new Answer.Copy(own.host() + "/mirror/" + repository + "@" + digest, because);
  }

  private static String digestAt(String reference) throws Exception {
    return DebianRegistry.sha256(Skopeo.raw(reference).getBytes(UTF_8));
  }

  private String push(String repository, String tag) throws Exception {
    byte[] content = ("content " + NUMBERS.incrementAndGet()).getBytes(UTF_8);
    String digest = new SampleImages(hub, repository).image(SampleImages.OCI, "amd64", content);
    hub.tag(repository, tag, digest);
    return digest;
  }
}
