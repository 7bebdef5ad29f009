package dev.slipway.builder;

import dev.slipway.builder.SecretsOfBuild.Revealed;
import dev.slipway.core.Secret;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.build.StepRunner;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.sync.SyncRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Steps, images and releases of a build of which is known what they are. Used by one thread. */
final class PlannedWork {
  private final Workshop workshop;
  private final ReleasePlan releasePlan;
  private final Build build;
  private final Subject subject;
  private final Plan.Build plan;
  private final Revealed secrets;

  PlannedWork(
      Workshop workshop,
      ReleasePlan releasePlan,
      Build build,
      Subject subject,
      Plan.Build plan,
      Revealed secrets) {
    this.workshop = workshop;
    this.releasePlan = releasePlan;
    this.build = build;
    this.subject = subject;
    this.plan = plan;
    this.secrets = secrets;
  }

  /**
   * Does all of it; nothing that it says shows a secret.
   *
   * @throws BuildFailedException with the first failure
   */
  BuildRun.Outcome carryOut(Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    BuildProgress masked = new MaskedProgress(progress, secrets.masking());
    try (Checkout tree = runSteps(checkout, masked, cancellation)) {
      List<BuiltImage> built = new ArrayList<>();
      for (ImageBuild image : plan.images()) {
        cancellation.check();
        built.add(buildImage(image, tree, masked, cancellation));
      }
      List<NewRelease> releases =
          releasePlan.releases(build, subject, plan.pipeline(), built, progress);
      cancellation.check();
      List<SyncRule> copies = CopyPlan.copies(build.id(), subject, plan, built, progress);
      return new BuildRun.Outcome.Built(built, releases, copies);
    } catch (BuildFailedException e) {
      throw new BuildFailedException(secrets.masking().mask(e.failure()), e);
    }
  }

  /** The tree that images are built from: as the steps left it, where there are any. */
  private Checkout runSteps(Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    if (plan.pipeline().steps().isEmpty()) {
      return new Borrowed(checkout);
    }
    StepRunner.Order order =
        new StepRunner.Order(
            build.id(),
            subject.repository().id(),
            subject.cachesOf(),
            plan.pipeline().steps(),
            plan.pipeline().services(),
            secrets.values(),
            subject.fromFork(),
            StepVariables.of(build, subject));
    return workshop.steps().run(order, checkout, progress, cancellation);
  }

  /** What the checkout refuses to hand out ends the image builder's call in its own way. */
  private BuiltImage buildImage(
      ImageBuild image, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    try {
      return workshop.images().build(order(image), checkout, progress, cancellation);
    } catch (BuildFailedException e) {
      Failure refused = PipelineCheck.refusal(e);
      throw refused == null ? e : new BuildFailedException(refused, e);
    }
  }

  private ImageBuilder.Order order(ImageBuild image) {
    Map<String, Secret> granted = new HashMap<>(secrets.values());
    granted.keySet().retainAll(image.secrets());
    return new ImageBuilder.Order(
        build.id(),
        image,
        RegistryPath.of(subject.repository().name(), plan.pipeline(), image),
        plan.tags(),
        subject.fromFork(),
        granted,
        LayerCaches.of(subject, image));
  }
}
