package dev.slipway.builder.steps;

import dev.slipway.builder.image.Engine;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.build.StepRunner;
import dev.slipway.core.pipeline.Step;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs steps in containers of an engine. They share a work tree, which is a volume, and a network
 * that nobody else is in. Everything on the engine is labelled with the build, so that whoever goes
 * on with a build finds and removes what another worker left. Safe for concurrent use.
 */
public final class ContainerSteps implements StepRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerSteps.class);
  private static final Duration CLEANING = Duration.ofSeconds(30);

  /** How the log calls what puts the commit where the steps find it. */
  static final String WORK_TREE = "work tree";

  private final Containers containers;
  private final RegistryLogins logins;
  private final String instance;
  private final StepLimits limits;
  private final StepCaches caches;
  private final Leftovers leftovers;

  /**
   * A runner of steps.
   *
   * @param instance tells this Slipway from others on the same engine
   * @param caches of the same engine and instance
   * @param logins to registries that images of steps come from; forks get none
   */
  public ContainerSteps(
      Engine engine, String instance, StepLimits limits, StepCaches caches, RegistryLogins logins) {
    this.logins = logins;
    this.containers = new Containers(engine);
    this.instance = instance;
    this.limits = limits;
    this.caches = caches;
    this.leftovers = new Leftovers(containers, instance);
  }

  /**
   * {@inheritDoc}
   *
   * @param order with at least one step
   * @throws BuildFailedException also with {@link dev.slipway.core.build.Failure.TimedOut} when a
   *     step takes longer than it may by itself
   * @throws CancellationException when told to stop; nothing of the build is left then
   */
  @Override
  public Checkout run(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    if (order.steps().isEmpty()) {
      throw new IllegalArgumentException("build " + order.build() + " has no steps to run");
    }
    cancellation.check();
    leftovers.remove(order.build());
    Cancellation inner = new Cancellation();
    boolean done = false;
    try (var _ = cancellation.onCancel(inner::cancel)) {
      Checkout result =
          carryOut(new BuildSite(containers, limits, instance, order, progress, inner), checkout);
      done = true;
      return result;
    } catch (BuildFailedException e) {
      // What breaks while everything is being stopped is no failure.
      cancellation.check();
      throw e;
    } finally {
      if (!done) {
        // Also when this thread was interrupted while others went on.
        inner.cancel();
        cleanUp(order.build());
      }
    }
  }

  /** {@inheritDoc} Its caches stay. */
  @Override
  public void removeLeftovers(BuildId build) throws BuildFailedException {
    leftovers.remove(build);
  }

  /**
   * Removes what builds have on the engine, but for their caches.
   *
   * @param stillRunning tells which ones have to be left alone, those of other workers included
   */
  public void removeAllLeftovers(Predicate<BuildId> stillRunning) throws BuildFailedException {
    for (BuildId build : leftovers.builds()) {
      if (!stillRunning.test(build)) {
        leftovers.remove(build);
      }
    }
  }

  private Checkout carryOut(BuildSite site, Checkout checkout) throws BuildFailedException {
    StepGraph graph = new StepGraph(site.order().steps(), limits.atOnce());
    RegistryLogins granted = site.order().fromFork() ? RegistryLogins.NONE : logins;
    StepImages images = new StepImages(containers, granted, site.progress(), site.cancellation());
    site.openNetwork();
    WorkTree tree = fill(site, images, checkout);
    try (SideServices _ = SideServices.start(site, images)) {
      graph.run(new StepRun(site, images, caches, tree), step -> skip(site.progress(), step));
    }
    return new SteppedCheckout(
        checkout,
        new TreeReader(containers, tree.container(), limits.context()),
        () -> cleanUp(site.order().build()));
  }

  private static WorkTree fill(BuildSite site, StepImages images, Checkout checkout)
      throws BuildFailedException {
    BuildProgress progress = site.progress();
    progress.started(WORK_TREE, Kind.CHECKOUT);
    try {
      Step first = site.order().steps().getFirst();
      images.provide(first.name(), first.image());
      WorkTree tree = site.workTree(first.image());
      int files = tree.fill(site.containers(), checkout, site.cancellation());
      progress.line(WORK_TREE, files + " files in " + WorkTree.FOLDER);
      progress.finished(WORK_TREE, Status.SUCCEEDED, null, false);
      return tree;
    } catch (BuildFailedException e) {
      progress.line(WORK_TREE, e.failure().message());
      progress.finished(WORK_TREE, Status.FAILED, null, false);
      throw e;
    } catch (CancellationException e) {
      progress.finished(WORK_TREE, Status.CANCELED, null, false);
      throw e;
    }
  }

  private static void skip(BuildProgress progress, Step step) {
    progress.started(step.name(), Kind.STEP, step.dependsOn());
    progress.line(step.name(), "Not started, since another step failed");
    progress.finished(step.name(), Status.SKIPPED, null, false);
  }

  /**
   * Removes everything of a build, on a thread of its own: the one that calls may be interrupted,
   * which would break each request to the engine. What the engine keeps is left to the next sweep.
   */
  private void cleanUp(BuildId build) {
    Thread cleaner =
        Thread.ofVirtual()
            .name("clean-up-" + build)
            .start(() -> {
              try {
                leftovers.remove(build);
              } catch (BuildFailedException | RuntimeException e) {
                LOG.warn("what build {} has on the engine is not removed yet", build, e);
              }
            });
    boolean interrupted = false;
    long until = System.nanoTime() + CLEANING.toNanos();
    while (cleaner.isAlive() && System.nanoTime() - until < 0) {
      try {
        cleaner.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
