package dev.slipway.server;

import dev.slipway.dashboard.RollbackRequests;
import dev.slipway.deployer.Rollback;

/** Lets the dashboard ask the deployer for rollbacks. */
final class Rollbacks implements RollbackRequests {
  private final Rollback rollback;

  Rollbacks(Rollback rollback) {
    this.rollback = rollback;
  }

  @Override
  public Result request(Order order) {
    Rollback.Scope scope =
        switch (order.scope()) {
          case ALL -> Rollback.Scope.ALL;
          case IMAGE -> Rollback.Scope.IMAGE;
          case CONFIG -> Rollback.Scope.CONFIG;
        };
    Rollback.Request request =
        new Rollback.Request(
            order.service(), order.release(), scope, order.past(), order.by(), order.reason());
    return switch (rollback.request(request)) {
      case Rollback.Result.Queued(var deployment) -> new Result.Accepted(deployment.id());
      case Rollback.Result.Unknown(String message) -> new Result.Unknown(message);
      case Rollback.Result.NothingEarlier(String message) ->
          new Result.Refused(message, "name the release to go back to");
      case Rollback.Result.OneWay(String message) ->
          new Result.Refused(message, "if you are sure, ask again with `force`");
    };
  }
}
