package dev.slipway.server;

import dev.slipway.dashboard.ServiceRequests;
import dev.slipway.deployer.ServiceChanges;

/** Lets the dashboard ask the deployer for rollouts that no push has caused. */
final class Changes implements ServiceRequests {
  private final ServiceChanges changes;

  Changes(ServiceChanges changes) {
    this.changes = changes;
  }

  @Override
  public Result request(Order order) {
    return switch (asked(order)) {
      case ServiceChanges.Result.Queued(var deployment) -> new Result.Accepted(deployment.id());
      case ServiceChanges.Result.Unknown(String message) -> new Result.Unknown(message);
      case ServiceChanges.Result.Refused(String message) -> new Result.Refused(message);
    };
  }

  private ServiceChanges.Result asked(Order order) {
    String by = order.by();
    String reason = order.reason();
    return switch (order.change()) {
      case Change.Deploy(var release) -> changes.deploy(order.service(), release, by, reason);
      case Change.Promote(var from, var release) ->
          changes.promote(from, release, order.service(), by, reason);
      case Change.Scale(int replicas) -> changes.scale(order.service(), replicas, by, reason);
      case Change.Restart() -> changes.restart(order.service(), by, reason);
      case Change.Configure(var env) -> changes.configure(order.service(), env, by, reason);
    };
  }
}
