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
import java.util.List;
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
    SyncRule rule = create(call);
    return Answer.json(201, SyncRuleView.of(rule))
        .with("Location", "/api/v1/sync/rules/" + rule.id());
  }

  /** Makes the rule that the body describes. */
  public SyncRule create(Call call) {
    SyncRule rule = SyncRuleForm.ofNew(syntax, call.fields());
    if (rules.find(rule.id()).isPresent()) {
      throw ProblemException.conflict(
          "there is a rule \"" + rule.id() + "\" already; change it instead, or choose another id");
    }
    rules.put(rule);
    return rule;
  }

  public Answer rule(Call call) {
    return Answer.json(200, SyncRuleView.of(findRule(call)));
  }

  /** Changes what is given. */
  public Answer change(Call call) {
    call.demandSeen(rule(call));
    return Answer.json(200, SyncRuleView.of(modify(call)));
  }

  /** Changes what the body gives. */
  public SyncRule modify(Call call) {
    SyncRule rule = SyncRuleForm.ofChange(syntax, call.fields(), findRule(call));
    rules.put(rule);
    return rule;
  }

  /** Forgets a rule, and stops its run if there is one; what was copied stays. */
  public Answer remove(Call call) {
    forget(call);
    return Answer.empty(204);
  }

  /** The same without an answer. */
  public void forget(Call call) {
    SyncRuleId id = findRule(call).id();
    if (!rules.remove(id)) {
      throw ProblemException.notFound("rule", id.value());
    }
    runs.list(id, new Page.Request(1, null)).items().stream()
        .filter(run -> !run.state().ended())
        .forEach(run -> {
          var _ = runs.cancel(run.id(), call.by());
        });
  }

  /** What would be copied: nothing is changed. */
  public Answer plan(Call call) throws InterruptedException {
    return Answer.json(200, SyncPlanView.of(findRule(call).id(), planned(call)));
  }

  /** The same as it was made. */
  public SyncPlanner.Plan planned(Call call) throws InterruptedException {
    try {
      return planner.plan(findRule(call));
    } catch (RegistryException e) {
      throw ProblemException.conflict(
          e.hint().isEmpty() ? String.valueOf(e.getMessage()) : e.getMessage() + "; " + e.hint());
    }
  }

  /** Wants a rule to be followed; a run of it that has not ended is answered again. */
  public Answer start(Call call) {
    SyncRun run = begin(call);
    return Answer.json(202, SyncRunView.of(run)).with("Location", "/api/v1/sync/runs/" + run.id());
  }

  /** The run that is open then. */
  public SyncRun begin(Call call) {
    SyncRuleId rule = findRule(call).id();
    call.fields().allow(Set.of("csrf")).check();
    return runs.start(rule, call.by());
  }

  /** Newest first. */
  public Page<SyncRun> of(SyncRuleId rule, Page.Request page) {
    return runs.list(rule, page);
  }

  /** All rules, by id. */
  public List<SyncRule> all() {
    return rules.all();
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
    return Answer.json(200, SyncRunView.of(stop(call)));
  }

  /** The run after it was told to stop. */
  public SyncRun stop(Call call) {
    SyncRun run = findRun(call);
    call.fields().allow(Set.of("csrf")).check();
    return runs.cancel(run.id(), call.by())
        .orElseThrow(() -> ProblemException.conflict("run " + run.id() + " has ended"));
  }

  /** The rule that the path names. */
  public SyncRule findRule(Call call) {
    String id = call.path("id");
    return rules.find(new SyncRuleId(id)).orElseThrow(() -> ProblemException.notFound("rule", id));
  }

  private SyncRun findRun(Call call) {
    String id = call.path("id");
    return runs.find(new SyncRunId(id)).orElseThrow(() -> ProblemException.notFound("run", id));
  }
}
