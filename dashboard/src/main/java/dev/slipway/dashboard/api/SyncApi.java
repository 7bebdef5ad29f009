package dev.slipway.dashboard.api;

import dev.slipway.core.Page;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.sync.SyncPlanner;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRules;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncRunId;
import dev.slipway.core.sync.SyncRuns;
import dev.slipway.core.sync.SyncSyntax;
import dev.slipway.dashboard.Operations;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.Set;

/** Rules that keep registries in step, their plans and their runs. Safe for concurrent use. */
public final class SyncApi {
  private final SyncRules rules;
  private final SyncRuns runs;
  private final SyncPlanner planner;
  private final SyncSyntax syntax;

  public SyncApi(Records records, Operations operations) {
    this.rules = records.syncRules();
    this.runs = records.syncRuns();
    this.planner = operations.syncPlanner();
    this.syntax = operations.syncSyntax();
  }

  public Answer rules(Call call) {
    return Answer.json(200, ListView.of(rules.all(), SyncRuleView::of));
  }

  public Answer add(Call call) {
    SyncRule rule = SyncRuleForm.ofNew(syntax, call.fields());
    if (rules.find(rule.id()).isPresent()) {
      throw ProblemException.conflict(
          "there is a rule \"" + rule.id() + "\" already; change it instead, or choose another id");
    }
    rules.put(rule);
    return Answer.json(201, SyncRuleView.of(rule))
        .with("Location", "/api/v1/sync/rules/" + rule.id());
  }

  public Answer rule(Call call) {
    return Answer.json(200, SyncRuleView.of(findRule(call)));
  }

  /** Changes what is given. */
  public Answer change(Call call) {
    call.demandSeen(rule(call));
    SyncRule rule = SyncRuleForm.ofChange(syntax, call.fields(), findRule(call));
    rules.put(rule);
    return Answer.json(200, SyncRuleView.of(rule));
  }

  /** Forgets a rule, and stops its run if there is one; what was copied stays. */
  public Answer remove(Call call) {
    SyncRuleId id = findRule(call).id();
    if (!rules.remove(id)) {
      throw ProblemException.notFound("rule", id.value());
    }
    runs.list(id, new Page.Request(1, null)).items().stream()
        .filter(run -> !run.state().ended())
        .forEach(run -> {
          var _ = runs.cancel(run.id(), call.by());
        });
    return Answer.empty(204);
  }

  /** What would be copied: nothing is changed. */
  public Answer plan(Call call) throws InterruptedException {
    SyncRule rule = findRule(call);
    try {
      return Answer.json(200, SyncPlanView.of(rule.id(), planner.plan(rule)));
    } catch (RegistryException e) {
      throw ProblemException.conflict(
          e.hint().isEmpty() ? String.valueOf(e.getMessage()) : e.getMessage() + "; " + e.hint());
    }
  }

  /** Wants a rule to be followed; a run of it that has not ended is answered again. */
  public Answer start(Call call) {
    SyncRuleId rule = findRule(call).id();
    call.fields().allow(Set.of("csrf")).check();
    SyncRun run = runs.start(rule, call.by());
    return Answer.json(202, SyncRunView.of(run)).with("Location", "/api/v1/sync/runs/" + run.id());
  }

  public Answer runs(Call call) {
    SyncRuleId rule = call.query("rule").map(SyncRuleId::new).orElse(null);
    return Answer.json(200, ListView.of(runs.list(rule, call.page()), SyncRunView::of));
  }

  public Answer run(Call call) {
    return Answer.json(200, SyncRunView.of(findRun(call)));
  }

  /** Stops a run; what it has copied stays. */
  public Answer cancel(Call call) {
    SyncRun run = findRun(call);
    call.fields().allow(Set.of("csrf")).check();
    SyncRun stopped =
        runs.cancel(run.id(), call.by())
            .orElseThrow(() -> ProblemException.conflict("run " + run.id() + " has ended"));
    return Answer.json(200, SyncRunView.of(stopped));
  }

  private SyncRule findRule(Call call) {
    String id = call.path("id");
    return rules.find(new SyncRuleId(id)).orElseThrow(() -> ProblemException.notFound("rule", id));
  }

  private SyncRun findRun(Call call) {
    String id = call.path("id");
    return runs.find(new SyncRunId(id)).orElseThrow(() -> ProblemException.notFound("run", id));
  }
}
