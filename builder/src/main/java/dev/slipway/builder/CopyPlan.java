package dev.slipway.builder;

import dev.slipway.core.Glob;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.pipeline.SyncSpec;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import java.util.ArrayList;
import java.util.List;

/**
 * Where else what a build pushed is to be. Registries are signed in to as the installation, so that
 * a file can name those places only that the repository's record allows; and what is merely
 * proposed goes nowhere.
 */
final class CopyPlan {
  private CopyPlan() {}

  /**
   * Makes sure that the repository may have its images copied where its file says.
   *
   * @throws BuildFailedException naming every place that is not allowed
   */
  static void check(Subject subject, Pipeline pipeline) throws BuildFailedException {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < pipeline.syncs().size() && !subject.proposed(); i++) {
      String to = pipeline.syncs().get(i).to();
      if (subject.repository().syncTo().stream().noneMatch(glob -> glob.matches(to))) {
        String name = subject.repository().name().value();
        problems.add(
            new Problem(
                "sync[" + i + "].to",
                0,
                0,
                "images of " + name + " may not be copied to " + to,
                "let somebody who maintains this Slipway allow it with `slipway repos set "
                    + name
                    + " --sync-to "
                    + to
                    + "`"));
      }
    }
    if (!problems.isEmpty()) {
      throw new BuildFailedException(new Failure.PipelineInvalid(problems));
    }
  }

  /** What is to be copied now that the images are there; each says so in the log. */
  static List<SyncRule> copies(
      BuildId build,
      Subject subject,
      Plan.Build plan,
      List<BuiltImage> built,
      BuildProgress progress) {
    List<SyncSpec> specs = plan.pipeline().syncs();
    if (!specs.isEmpty() && subject.proposed()) {
      progress.line(BuildRun.PIPELINE, "Nothing is copied elsewhere: this is a proposal");
      return List.of();
    }
    List<SyncRule> copies = new ArrayList<>();
    for (SyncSpec spec : specs) {
      List<String> tags = spec.select(plan.tags());
      for (BuiltImage image : built) {
        String from = image.image().repository();
        if (image.name().equals(spec.build()) && !tags.isEmpty() && !from.equals(spec.to())) {
          SyncRuleId id = new SyncRuleId(build + "." + (copies.size() + 1));
          copies.add(copy(id, from, spec, tags));
          progress.line(
              BuildRun.PIPELINE,
              "%s is copied to %s as %s; follow it with `slipway sync runs --rule %s`"
                  .formatted(image.name(), spec.to(), String.join(", ", tags), id));
        }
      }
    }
    return copies;
  }

  /** What the tags lead to when it is followed: an older build never overwrites a newer one. */
  private static SyncRule copy(SyncRuleId id, String from, SyncSpec spec, List<String> tags) {
    return new SyncRule(
        id,
        from,
        spec.to(),
        new SyncRule.Tags(tags.stream().map(Glob::new).toList(), "", "", 0),
        new SyncRule.Options(spec.platforms(), spec.referrers(), "", spec.immutable()),
        SyncRule.Trigger.BY_HAND);
  }
}
