package dev.slipway.store;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentMoves;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.DeploymentState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The deployment queue in Redis. One object per process: what a deployer holds that this object did
 * not claim is taken for left over from before a restart. Leases run on the clock of Redis; the
 * times of phases are those of the given clock.
 */
public final class RedisDeploymentQueue implements DeploymentQueue {
  private static final LuaScript CLAIM =
      LuaScript.load("claim_deployment", "events", "deployments");
  private static final LuaScript RENEW =
      LuaScript.load("renew_deployment", "events", "deployments");
  private static final LuaScript MOVE = LuaScript.load("move_deployment", "events", "deployments");

  /** How often to look for lost leases, of which nobody tells. */
  private static final Duration LOOK_FOR_LOST = Duration.ofSeconds(1);

  private final Redis redis;
  private final Clock clock;
  private final String process = UUID.randomUUID().toString();

  public RedisDeploymentQueue(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public Optional<Deployment> claim(WorkerId deployer, Duration wait) throws InterruptedException {
    return Waiting.on(redis.signals(), Key.DEPLOYMENT_QUEUE.toString())
        .lookingEvery(LOOK_FOR_LOST)
        .until(() -> claim(deployer), wait);
  }

  private Optional<Deployment> claim(WorkerId deployer) {
    List<@Nullable String> claimed =
        CLAIM.list(
            redis,
            deployer.value(),
            process,
            UUID.randomUUID().toString(),
            String.valueOf(LEASE.toMillis()));
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    DeploymentId id = new DeploymentId(Objects.requireNonNull(claimed.getFirst()));
    return DeploymentRecord.readFlat(id, claimed.subList(1, claimed.size()));
  }

  @Override
  public boolean renew(DeploymentId id, int attempt) {
    return RENEW.number(redis, id.value(), String.valueOf(attempt)) > 0;
  }

  @Override
  public Optional<Deployment> move(Deployment seen, DeploymentState to, String detail) {
    if (!DeploymentMoves.legal(seen.state(), to)) {
      throw new IllegalArgumentException(
          "deployment %s cannot go from %s to %s"
              .formatted(seen.id(), seen.state().status().id(), to.status().id()));
    }
    List<@Nullable String> record =
        MOVE.list(
            redis,
            seen.id().value(),
            String.valueOf(seen.attempt()),
            String.valueOf(seen.phases().size()),
            to.status().name(),
            Json.write(to),
            detail,
            clock.instant().toString());
    return DeploymentRecord.readFlat(seen.id(), record);
  }
}
