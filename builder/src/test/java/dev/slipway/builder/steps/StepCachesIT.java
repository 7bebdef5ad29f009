package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept from one build to the next, on a real engine. */
@Timeout(120)
final class StepCachesIT {
  private final StepsScene scene = new StepsScene();

  @AfterEach
  void clear() throws Exception {
    scene.close();
  }

  @Test
  void a_branch_finds_what_it_left_and_another_branch_does_not() throws Exception {
    scene.pass(cached("test ! -e /root/.m2/mark", "touch /root/.m2/mark"));
    scene.next().pass(cached("test -e /root/.m2/mark"));

    scene.next().ref = GitRef.ofBranch("other");
    scene.pass(cached("test ! -e /root/.m2/mark"));
  }

  @Test
  void a_fork_reads_what_the_branch_left_and_leaves_nothing_behind() throws Exception {
    scene.pass(cached("echo ours > /root/.m2/mark"));

    scene.next().fromFork = true;
    scene.pass(cached("grep ours /root/.m2/mark", "echo theirs > /root/.m2/mark"));
    assertThat(scene.onEngine()).isEmpty();

    scene.next().ref = GitRef.ofBranch("new");
    scene.pass(cached("test ! -e /root/.m2/mark"));
    assertThat(scene.caches.find(new RepositoryId("rep_1"), scene.ref, "/root/.m2")).isEmpty();

    scene.next().ref = GitRef.ofBranch("main");
    scene.fromFork = false;
    scene.pass(cached("grep ours /root/.m2/mark"));
  }

  @Test
  void a_tag_leaves_nothing_behind() throws Exception {
    scene.ref = new GitRef("refs/tags/v1");
    scene.pass(cached("touch /root/.m2/mark"));
    scene.next().pass(cached("test ! -e /root/.m2/mark"));
  }

  @Test
  void a_cache_begins_with_what_the_image_has_there() throws Exception {
    scene.pass(SampleStep.named("one", "test -e /bin/busybox || test -e /bin/ls").cache("/bin"));
  }

  @Test
  void whoever_the_image_runs_as_can_write_it() throws Exception {
    scene.pass(SampleStep.named("one", "stat -c %a /cache/deep /workspace").cache("/cache/deep"));

    assertThat(scene.progress.lines("one")).endsWith("777", "777");
  }

  @Test
  void paths_that_cannot_be_caches_are_refused() {
    for (String path :
        new String[] {"m2", "/", "/../etc", "/proc/x", "/workspace", "/.slipway/x"}) {
      assertThat(scene.next().fail(SampleStep.named("one", "true").cache(path)).message())
          .isEqualTo("\"" + path + "\" cannot be a cache of step one");
    }
  }

  @Test
  void caches_that_nobody_uses_any_more_are_removed() throws Exception {
    scene.pass(cached("touch /root/.m2/mark"));
    assertThat(scene.caches.prune(Duration.ofDays(1))).isZero();
    StepCaches later =
        new StepCaches(
            StepsScene.ENGINE,
            scene.instance,
            Clock.offset(Clock.systemUTC(), Duration.ofDays(31)));

    assertThat(later.prune(Duration.ofDays(30))).isEqualTo(1);
    scene.next().pass(cached("test ! -e /root/.m2/mark"));
  }

  private static SampleStep cached(String... commands) {
    return SampleStep.named("one", commands).cache("/root/.m2");
  }
}
