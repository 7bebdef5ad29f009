package dev.slipway.dashboard.api;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.retention.RetentionPlanner;
import dev.slipway.core.retention.RetentionRule;
import dev.slipway.core.retention.RetentionRules;
import dev.slipway.core.retention.RetentionRun;
import dev.slipway.core.retention.RetentionRuns;
import dev.slipway.core.sync.SyncSyntax;
import dev.slipway.dashboard.Operations;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.util.Objects;
import java.util.Set;

/** Which images of the own registry are kept, and what came of it. Safe for concurrent use. */
public final class RetentionApi {
  private static final String REPOSITORY = "repository";
  private final RetentionRules rules;
  private final RetentionRuns runs;
  private final RetentionPlanner planner;
  private final SyncSyntax syntax;

  public RetentionApi(Records records, Operations operations) {
    this.rules = records.retentionRules();
    this.runs = records.retentionRuns();
    this.planner = operations.retention();
    this.syntax = operations.syncSyntax();
  }

  public Answer rules(Call call) {
    return Answer.json(200, ListView.of(rules.all(), RetentionViews.Rule::of));
  }

  public Answer rule(Call call) {
    return Answer.json(200, RetentionViews.Rule.of(findRule(call)));
  }

  /** Makes or replaces the rule of a repository; what is left out keeps nothing. */
  public Answer put(Call call) {
    RetentionRule rule = RetentionRuleForm.read(call.path(REPOSITORY), syntax, call.fields());
    boolean there = rules.find(rule.repository()).isPresent();
    rules.put(rule);
    return Answer.json(there ? 200 : 201, RetentionViews.Rule.of(rule));
  }

  /** Forgets a rule: from then on everything is kept, unless the one for all others holds. */
  public Answer remove(Call call) {
    String repository = findRule(call).repository();
    if (!rules.remove(repository)) {
      throw ProblemException.notFound("rule", repository);
    }
    return Answer.empty(204);
  }

  private RetentionRule findRule(Call call) {
    String repository = call.path(REPOSITORY);
    return rules.find(repository).orElseThrow(() -> ProblemException.notFound("rule", repository));
  }

  /** What would go: nothing is removed. */
  public Answer plan(Call call) throws InterruptedException {
    String scope = checked(call.query(REPOSITORY).orElse(RetentionRun.EVERYTHING));
    try {
      return Answer.json(200, RetentionViews.Plan.of(planner.plan(scope)));
    } catch (RegistryException e) {
      throw ProblemException.conflict(
          e.hint().isEmpty() ? String.valueOf(e.getMessage()) : e.getMessage() + "; " + e.hint());
    }
  }

  /** Wants rules to be carried out; a run of the same that still waits is answered again. */
  public Answer start(Call call) {
    Fields fields = call.fields().allow(Set.of(REPOSITORY, "csrf"));
    String given = fields.text(REPOSITORY);
    fields.check();
    String scope = checked(Objects.requireNonNullElse(given, RetentionRun.EVERYTHING));
    RetentionRun run = runs.start(scope, call.by());
    return Answer.json(202, RetentionViews.Run.of(run))
        .with("Location", "/api/v1/retention/runs/" + run.id());
  }

  private String checked(String scope) {
    if (scope.equals(RetentionRun.EVERYTHING) ? rules.all().isEmpty() : !holds(scope)) {
      throw ProblemException.conflict(
          "no rule "
              + (scope.isEmpty() ? "is set" : "holds for " + scope)
              + ", so everything is kept; set one with PUT /api/v1/retention/rules/REPOSITORY");
    }
    return scope;
  }

  private boolean holds(String scope) {
    return rules.holdingFor(scope).isPresent();
  }

  public Answer runs(Call call) {
    return Answer.json(200, ListView.of(runs.list(call.page()), RetentionViews.Run::of));
  }

  public Answer run(Call call) {
    String id = call.path("id");
    return Answer.json(
        200,
        RetentionViews.Run.of(
            runs.find(id).orElseThrow(() -> ProblemException.notFound("run", id))));
  }
}
