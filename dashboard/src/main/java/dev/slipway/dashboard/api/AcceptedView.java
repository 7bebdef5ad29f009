package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;

/** That a rollout will be, or was told. */
record AcceptedView(String deploymentId) {
  /** A form is sent back to the service's page. */
  static Answer answer(Call call, ServiceId service, DeploymentId id) {
    return call.isForm()
        ? Answer.seeOther("/services/" + service)
        : Answer.json(202, new AcceptedView(id.value())).with("Location", "/deployments/" + id);
  }
}
