package dev.slipway.dashboard.api;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Services;
import dev.slipway.dashboard.Operations;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.RollbackRequests;
import dev.slipway.dashboard.ServiceRequests;
import dev.slipway.dashboard.ServiceRequests.Change;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people do to services. Whatever needs a rollout is answered with its id before it has begun;
 * a form is sent back to the service's page. Safe for concurrent use.
 */
public final class ServiceActions {
  private static final int LONGEST_REASON = 1000;

  private final Services services;
  private final Routes routes;
  private final RollbackRequests rollbacks;
  private final ServiceRequests changes;
  private final Clock clock;

  public ServiceActions(Records records, Operations operations, Clock clock) {
    this.services = records.services();
    this.routes = records.routes();
    this.rollbacks = operations.rollbacks();
    this.changes = operations.changes();
    this.clock = clock;
  }

  /** Goes back to an earlier release. */
  public Answer rollBack(Call call) {
    Service service = ServicesApi.find(services, call);
    Fields fields = call.fields().allow(Set.of("release", "reason", "scope", "force", "csrf"));
    Integer release = fields.positive("release");
    String reason = reason(fields);
    RollbackRequests.Scope scope = fields.parsed("scope", RollbackRequests.Scope::of);
    boolean force = fields.flag("force", false);
    fields.check();
    var order =
        new RollbackRequests.Order(
            service.id(),
            release,
            force,
            call.by(),
            reason,
            scope == null ? RollbackRequests.Scope.ALL : scope);
    return switch (rollbacks.request(order)) {
      case RollbackRequests.Result.Accepted(DeploymentId id) ->
          AcceptedView.answer(call, service.id(), id);
      case RollbackRequests.Result.Unknown(String message) -> throw unknown(message);
      case RollbackRequests.Result.Refused(String message, String hint) ->
          throw ProblemException.conflict(hint.isEmpty() ? message : message + "; " + hint);
    };
  }

  /** Rolls out a release once more, or the image of another service. */
  public Answer deploy(Call call) {
    Fields fields = call.fields().allow(Set.of("release", "from", "reason", "csrf"));
    Integer release = fields.positive("release");
    ServiceId from = fields.parsed("from", ServiceId::new);
    return request(
        call,
        fields,
        from == null ? new Change.Deploy(release) : new Change.Promote(from, release));
  }

  public Answer scale(Call call) {
    Fields fields = call.fields().allow(Set.of("replicas", "reason", "csrf"));
    Integer replicas = fields.requiredPositive("replicas");
    return request(call, fields, replicas == null ? null : new Change.Scale(replicas));
  }

  public Answer restart(Call call) {
    Fields fields = call.fields().allow(Set.of("reason", "csrf"));
    return request(call, fields, new Change.Restart());
  }

  /** Sets and removes variables. */
  public Answer configure(Call call) {
    Fields fields = call.fields().allow(Set.of("env", "reason", "csrf"));
    return request(call, fields, new Change.Configure(EnvForm.read(fields)));
  }

  /** Has automatic rollouts wait, for a reason that is told, or the edges hold requests. */
  public Answer pause(Call call) {
    Service service = ServicesApi.find(services, call);
    Fields fields = call.fields().allow(Set.of("what", "reason", "csrf"));
    What what = fields.parsed("what", What::of);
    String reason = reason(fields);
    fields.check();
    Pause pause =
        new Pause(reason.isEmpty() ? "paused by hand" : reason, call.by(), clock.instant());
    switch (what == null ? What.DEPLOYS : what) {
      case DEPLOYS -> services.pause(service.id(), pause);
      case TRAFFIC -> routes.hold(service.id(), pause);
    }
    return AcceptedView.answer(call, service.id(), service.lastDeployment());
  }

  /** Lifts both kinds of pause. */
  public Answer resume(Call call) {
    Service service = ServicesApi.find(services, call);
    call.fields().allow(Set.of("csrf")).check();
    routes.letGo(service.id());
    services.resume(service.id());
    return AcceptedView.answer(call, service.id(), service.lastDeployment());
  }

  /**
   * Asks for a rollout.
   *
   * @param change null only where a problem was noted
   */
  private Answer request(Call call, Fields fields, @Nullable Change change) {
    Service service = ServicesApi.find(services, call);
    String reason = reason(fields);
    fields.check();
    var order =
        new ServiceRequests.Order(service.id(), Objects.requireNonNull(change), call.by(), reason);
    return switch (changes.request(order)) {
      case ServiceRequests.Result.Accepted(DeploymentId id) ->
          AcceptedView.answer(call, service.id(), id);
      case ServiceRequests.Result.Unknown(String message) -> throw unknown(message);
      case ServiceRequests.Result.Refused(String message) ->
          throw ProblemException.conflict(message);
    };
  }

  private static String reason(Fields fields) {
    String reason = Objects.requireNonNullElse(fields.text("reason"), "");
    if (reason.length() > LONGEST_REASON) {
      fields.problem("reason", "is too long", LONGEST_REASON + " characters are the most");
    }
    return reason;
  }

  private static ProblemException unknown(String message) {
    return ProblemException.problem(404, "not-found", "Not found", message);
  }

  /** What can be paused. */
  private enum What {
    DEPLOYS,
    TRAFFIC;

    static What of(String id) {
      return switch (id) {
        case "deploys" -> DEPLOYS;
        case "traffic" -> TRAFFIC;
        default ->
            throw new InvalidValueException(
                "\"" + id + "\" cannot be paused; known are: deploys, traffic");
      };
    }
  }
}
