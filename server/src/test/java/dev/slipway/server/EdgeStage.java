package dev.slipway.server;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.OneTarget;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.source.Labels;
import dev.slipway.store.EmbeddedRedis;
import dev.slipway.store.Redis;
import dev.slipway.store.TinkSecretBox;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * A deployer and an edge on one Redis, wired as the server wires them, for a target of a test's.
 */
final class EdgeStage implements AutoCloseable {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

  private final StartedParts parts = new StartedParts();
  private final Store store;
  private final int edgePort;

  EdgeStage(Target target) throws Exception {
    Path folder = Files.createTempDirectory("slipway-stage-");
    parts.own(() -> Leftovers.delete(folder));
    DataDirectory data = parts.own(DataDirectory.open(folder));
    EmbeddedRedis server = parts.own(EmbeddedRedis.start(data.path("redis")));
    Redis redis = parts.own(Redis.connect(server.url()));
    Clock clock = Clock.systemUTC();
    store = Store.on(redis, TinkSecretBox.open(data.path("key")), clock, Labels.NONE);
    Vertx vertx = Vertx.vertx();
    parts.own(() -> HttpFront.await(vertx.close()));
    var settings = RunningSlipway.settings(folder, Map.of());
    EdgeRole edge = parts.own(EdgeRole.start(vertx, store.routes(), data, settings));
    edgePort = edge.url().getPort();
    parts.own(DeployerRole.start(store, new OneTarget(target), data, clock));
  }

  int edgePort() {
    return edgePort;
  }

  Route route(ServiceId service) {
    return store.routes().find(service).orElseThrow();
  }

  /** Lets a service go on that was paused by what it did. */
  void resume(ServiceId service) {
    store.services().resume(service);
  }

  /** Rolls out a release to its end, whatever that is. */
  Deployment rollOut(NewRelease release) throws Exception {
    DeploymentId id = store.services().handOver(release).id();
    return Wait.until(
        ENDS_WITHIN,
        id + " has ended",
        () -> store.services().deployment(id).orElseThrow(),
        deployment -> deployment.state().ended());
  }

  @Override
  public void close() {
    parts.close();
  }
}
