package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.Glob;
import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.SyncSpec;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import dev.slipway.core.sync.SyncRule;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyPlanTest {
  private static final BuildId BUILD = new BuildId("bld_1");
  private static final ImageReference PUSHED =
      new ImageReference("127.0.0.1:5000/acme/shop", "sha256:" + "ab".repeat(32));

  private final List<String> log = new ArrayList<>();

  @Test
  void thePushedImageIsCopiedUnderTheTagsThatMatch() {
    Subject subject = subject(SampleBuilds.MAIN, null, "ghcr.io/acme/*");

    List<SyncRule> copies = copies(subject, spec("ghcr.io/acme/shop", "v*"));

    assertThat(copies)
        .singleElement()
        .satisfies(copy -> {
          assertThat(copy.from()).isEqualTo("127.0.0.1:5000/acme/shop");
          assertThat(copy.to()).isEqualTo("ghcr.io/acme/shop");
          assertThat(copy.tags().globs()).containsExactly(new Glob("v1"));
        });
    assertThat(log)
        .containsExactly(
            "web is copied to ghcr.io/acme/shop as v1; follow it with `slipway sync runs --rule"
                + " bld_1.1`");
    assertThat(copies(subject, spec("ghcr.io/acme/shop", "rc*"))).isEmpty();
  }

  @Test
  void whereTheRecordAllowsNothingNothingMayGo() {
    Subject subject = subject(SampleBuilds.MAIN, null, "ghcr.io/acme/*");

    BuildFailedException refused =
        catchThrowableOfType(
            BuildFailedException.class,
            () -> CopyPlan.check(subject, pipeline(spec("ghcr.io/other/shop", "*"))));

    Failure.PipelineInvalid failure = (Failure.PipelineInvalid) refused.failure();
    assertThat(failure.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.path()).isEqualTo("sync[0].to");
          assertThat(problem.message())
              .isEqualTo("images of acme/shop may not be copied to ghcr.io/other/shop");
          assertThat(problem.hint())
              .contains("slipway repos set acme/shop --sync-to ghcr.io/other/shop");
        });
  }

  @Test
  void whatIsProposedGoesNowhere() throws Exception {
    GitRef ref = new GitRef("refs/pull/7/head");
    for (boolean fork : List.of(true, false)) {
      Subject subject = subject(ref, Fixture.pullRequest(fork), "**");
      CopyPlan.check(subject, pipeline(spec("ghcr.io/acme/shop", "*")));
      assertThat(copies(subject, spec("ghcr.io/acme/shop", "*"))).isEmpty();
    }
    assertThat(log).contains("Nothing is copied elsewhere: this is a proposal");
  }

  private List<SyncRule> copies(Subject subject, SyncSpec spec) {
    Plan.Build plan = new Plan.Build(pipeline(spec), List.of(), List.of("abc", "v1"), "");
    BuiltImage image = new BuiltImage("web", PUSHED, 1, List.of(), false);
    return CopyPlan.copies(BUILD, subject, plan, List.of(image), new Lines());
  }

  private static SyncSpec spec(String to, String tags) {
    return new SyncSpec(to, "web", List.of(new Glob(tags)), Set.of(), true, List.of());
  }

  private static Pipeline pipeline(SyncSpec spec) {
    return new Pipeline(
        "shop",
        List.of(),
        null,
        Duration.ofMinutes(30),
        List.of(),
        List.of(),
        List.of(Fixture.WEB),
        List.of("abc", "v1"),
        List.of(),
        List.of(spec));
  }

  private static Subject subject(GitRef ref, @Nullable PullRequest pullRequest, String allowed) {
    Repository repository =
        new Repository(
            SampleBuilds.SHOP,
            Forge.GIT,
            new RepositoryName("acme/shop"),
            URI.create("https://git.example.com/acme/shop.git"),
            "main",
            new Secret("webhook_secret", "0123456789abcdef"),
            null,
            null,
            Triggers.DEFAULT,
            Labels.NONE,
            List.of(new Glob(allowed)),
            null,
            null,
            true,
            Instant.EPOCH);
    return new Subject(repository, Trigger.PUSH, ref, Fixture.COMMIT, pullRequest, 1, "");
  }

  private final class Lines implements BuildProgress {
    @Override
    public void line(String step, String text) {
      log.add(text);
    }

    @Override
    public void started(String step, Kind kind) {}

    @Override
    public void finished(String step, Status status, @Nullable Integer exitCode, boolean cached) {}
  }
}
