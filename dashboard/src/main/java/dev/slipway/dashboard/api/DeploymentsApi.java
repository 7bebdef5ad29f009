package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentLogs;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Wish;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.Set;

/** Rollouts, and what can be asked of those that go on. Safe for concurrent use. */
public final class DeploymentsApi {
  private final Services services;
  private final DeploymentLogs logs;
  private final Routes routes;

  public DeploymentsApi(Services services, DeploymentLogs logs, Routes routes) {
    this.services = services;
    this.logs = logs;
    this.routes = routes;
  }

  public Answer get(Call call) {
    Deployment deployment = find(call);
    RolloutWatch watch = RolloutWatch.of(deployment, services, routes);
    return Answer.json(200, DeploymentView.of(deployment, watch));
  }

  /** What the release command printed. */
  public Answer log(Call call) {
    return Answer.json(200, new LinesView(logs.read(find(call).id())));
  }

  /** Has it go on without waiting any longer. */
  public Answer promote(Call call) {
    return wish(call, Wish.What.PROMOTE);
  }

  /** Has it go back to what was before. */
  public Answer abort(Call call) {
    return wish(call, Wish.What.ABORT);
  }

  private Answer wish(Call call, Wish.What what) {
    Deployment deployment = find(call);
    call.fields().allow(Set.of("csrf")).check();
    if (!services.wish(deployment.id(), new Wish(what, call.by()))) {
      throw ProblemException.conflict(
          "deployment %s of %s has ended; roll back to go to another release"
              .formatted(deployment.id(), deployment.service()));
    }
    return AcceptedView.answer(call, deployment.service(), deployment.id());
  }

  private Deployment find(Call call) {
    String id = call.path("id");
    return services
        .deployment(new DeploymentId(id))
        .orElseThrow(() -> ProblemException.notFound("deployment", id));
  }

  private record LinesView(List<String> lines) {}
}
