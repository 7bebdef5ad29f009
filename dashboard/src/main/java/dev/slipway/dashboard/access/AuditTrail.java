package dev.slipway.dashboard.access;

import dev.slipway.core.access.Audit;
import dev.slipway.core.access.Deed;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Caller;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes one entry into the audit log for every call that changes something, before the call is
 * answered. Safe for concurrent use; blocks.
 */
public final class AuditTrail {
  private static final int TOO_MANY = 429;

  private final Audit audit;
  private final Subjects subjects;
  private final Clock clock;
  private final ToIntFunction<Exception> status;

  /**
   * Makes one.
   *
   * @param status with which HTTP status a call is answered that ended so
   */
  public AuditTrail(Audit audit, Subjects subjects, Clock clock, ToIntFunction<Exception> status) {
    this.audit = audit;
    this.subjects = subjects;
    this.clock = clock;
    this.status = status;
  }

  /** Answers a call, and notes what came of it; {@code outcome} tells the status of an answer. */
  public <T> T keep(RoutingContext request, Rule rule, Callable<T> call, ToIntFunction<T> outcome)
      throws Exception {
    String before = fingerprint(rule, request);
    T answer;
    try {
      answer = call.call();
    } catch (Exception e) {
      append(request, rule, status.applyAsInt(e), before, before);
      throw e;
    }
    append(request, rule, outcome.applyAsInt(answer), before, fingerprint(rule, request));
    return answer;
  }

  /** Notes a call that was not let in. */
  void refused(RoutingContext request, Rule rule, int outcome) {
    append(request, rule, outcome, "", "");
  }

  private void append(RoutingContext request, Rule rule, int outcome, String before, String after) {
    if (outcome == TOO_MANY) {
      return; // else whoever tries passwords could fill the log
    }
    @Nullable Caller caller = request.get(Call.CALLER);
    @Nullable String claimed = request.get(Call.CLAIMED);
    String stranger = Objects.requireNonNullElse(claimed, "");
    audit.append(
        new Deed(
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            caller == null ? stranger : caller.principal().name(),
            caller == null ? "" : caller.by(),
            Call.address(request),
            rule.action(),
            request.request().path(),
            outcome,
            before,
            after));
  }

  private String fingerprint(Rule rule, RoutingContext request) {
    return Fingerprint.of(subjects.of(rule, request).thing());
  }
}
