package dev.slipway.dashboard;

import dev.slipway.core.Ids;
import dev.slipway.core.build.Build;
import dev.slipway.core.deploy.Adjustments;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Brings services into the situations that their page has something to say about. */
final class ShowRollouts {
  private final Stage stage;
  private final Scenes scenes;

  /** Those of the service that was brought into its situation last. */
  final List<Instance> running = new ArrayList<>();

  ShowRollouts(Stage stage, Scenes scenes) {
    this.stage = stage;
    this.scenes = scenes;
  }

  /**
   * A canary with a quarter of the traffic as v5. There is no way back from v2, and v4 has another
   * number of containers by hand.
   */
  ServiceId canary() throws InterruptedException {
    Repository repository = scenes.repository(Forge.GITEA, "lighthouse/tides");
    live(push(repository, "Tell the tides of the next week", true));
    live(push(repository, "Keep heights in millimetres", false));
    NewRelease last = push(repository, "Draw the curve", true);
    live(last);
    stage.services.adjust(
        last.service(),
        new Adjustments(
            new Adjustments.Replicas(3, 1),
            Map.of(
                "LOG_LEVEL", new EnvValue.Plain("not-to-be-seen"),
                "DATABASE_URL", new EnvValue.FromSecret("TIDES_DATABASE"))));
    NewRelease scaled = scaled(last);
    stage.services.handOver(scaled);
    live(scaled);
    push(repository, "Round to whole centimetres", true);
    List<Instance> fresh = List.of(new Instance(scenes.hex(32), "127.0.0.1", 32771));
    running.addAll(fresh);
    scenes.roll(
        List.of(
            new DeploymentState.Preparing(),
            new DeploymentState.Starting(List.of()),
            new DeploymentState.Checking(List.of(), fresh),
            new DeploymentState.Switching(fresh, 25),
            new DeploymentState.Watching(fresh, 25)),
        List.of("", "the image is on the engine", "1 container started", "answered", ""));
    return last.service();
  }

  /** A service whose newest release did badly, so that pushes wait. */
  ServiceId paused() throws InterruptedException {
    Repository repository = scenes.repository(Forge.FORGEJO, "lighthouse/lamp");
    NewRelease first = push(repository, "Turn once in ten seconds", true);
    live(first);
    push(repository, "Turn twice", true);
    List<Instance> fresh = List.of(new Instance(scenes.hex(32), "127.0.0.1", 32772));
    String because = "12 of 80 requests to v2 were answered with 5xx, of v1 0 of 912";
    scenes.roll(
        List.of(
            new DeploymentState.Preparing(),
            new DeploymentState.Starting(List.of()),
            new DeploymentState.Checking(List.of(), fresh),
            new DeploymentState.Switching(fresh, 100),
            new DeploymentState.Watching(fresh, 100),
            new DeploymentState.RolledBack(1, because)),
        List.of("", "the image is on the engine", "1 container started", "answered", "", because));
    stage.services.pause(first.service(), new Pause(because, "slipway", stage.clock.instant()));
    return first.service();
  }

  /** Builds a push and queues its rollout. */
  private NewRelease push(Repository repository, String title, boolean reversible)
      throws InterruptedException {
    Build build = scenes.run(repository, "main", "Ada Lovelace", title);
    var image = scenes.image(repository);
    NewRelease release = scenes.release(build, image, ReleaseKind.DEPLOY, null, "");
    UpdatePlan usual = UpdatePlan.USUAL;
    var plan =
        new UpdatePlan(
            usual.order(),
            usual.parallelism(),
            usual.monitor(),
            usual.onFailure(),
            new UpdatePlan.Canary(List.of(5, 25, 100), Duration.ofMinutes(2)),
            usual.releaseCommand(),
            reversible,
            usual.standby());
    NewRelease planned =
        release.with(release.spec().withReplicas(1).withUpdate(plan), release.secrets());
    scenes.finish(build, scenes.succeeded(build, image), List.of(planned));
    return planned;
  }

  private NewRelease scaled(NewRelease last) {
    var asked = new NewRelease.Asked("Grace Hopper", "scaled to 3", stage.clock.instant());
    return last.again(
            new DeploymentId(Ids.next("dep", stage.clock)), ReleaseKind.CONFIG, null, asked)
        .with(last.spec().withReplicas(3), last.secrets());
  }

  private void live(NewRelease release) throws InterruptedException {
    var container = new Instance(scenes.hex(32), "127.0.0.1", 32768);
    running.clear();
    running.add(container);
    var rolled = scenes.roll(Scenes.allTheWay(container), Scenes.detailsAllTheWay());
    if (!rolled.id().equals(release.deployment())) {
      throw new IllegalStateException("another rollout was before it");
    }
  }
}
