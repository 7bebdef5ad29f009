package dev.slipway.dashboard.access;

import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Role;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Holds callers to their role and to the repositories that their token is limited to. Safe for
 * concurrent use; blocks.
 */
public final class RoleCheck implements Gate.Checks {
  private final Subjects subjects;
  private final AuditTrail trail;

  public RoleCheck(Subjects subjects, AuditTrail trail) {
    this.subjects = subjects;
    this.trail = trail;
  }

  @Override
  public @Nullable ProblemException refusal(
      RoutingContext request, Rule rule, Role needed, Principal principal) {
    ProblemException refusal =
        principal.role().covers(needed)
            ? beyondLimits(request, rule, principal)
            : missingRole(needed, principal);
    if (refusal != null && rule.changes()) {
      trail.refused(request, rule, refusal.details().status());
    }
    return refusal;
  }

  private @Nullable ProblemException beyondLimits(
      RoutingContext request, Rule rule, Principal principal) {
    if (!principal.limited()) {
      return null;
    }
    var subject = subjects.of(rule, request);
    boolean visible =
        subject.repository() == null
            ? subject.own() && !rule.changes()
            : principal.sees(subject.repository());
    // Pages have more on them than what they are about, such as the names of all repositories.
    if (visible && !Call.wantsPage(request)) {
      return null;
    }
    return rule.path().contains("/:")
        ? ProblemException.problem(
            404,
            "not-found",
            "Not found",
            "there is nothing of this token's repositories at " + request.request().path())
        : ProblemException.problem(
            403,
            "limited-token",
            "Beyond this token",
            "this token is limited to single repositories; name one of them with ?repository=, or"
                + " use a token without that limit");
  }

  private static ProblemException missingRole(Role needed, Principal principal) {
    return ProblemException.problem(
        403,
        "missing-role",
        "Not allowed",
        "this needs the role %s, and %s calls as %s; an administrator can give it"
            .formatted(needed.id(), principal.name(), principal.role().id()));
  }
}
