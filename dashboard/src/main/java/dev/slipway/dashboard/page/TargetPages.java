package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.Nodes;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.dashboard.api.TargetStanding;
import dev.slipway.dashboard.api.TargetStanding.Trouble;
import dev.slipway.dashboard.api.TargetsApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The page about where containers run. Safe for concurrent use. */
public final class TargetPages {
  private final TargetsApi api;
  private final Templates templates;

  public TargetPages(TargetsApi api, Templates templates) {
    this.api = api;
    this.templates = templates;
  }

  public Answer list(Call call) throws InterruptedException, ExecutionException {
    return page(call, null);
  }

  /** Answers with the page itself, which tells what went and what could not. */
  public Answer cleanUp(Call call) throws InterruptedException, ExecutionException {
    return page(call, new TargetsPage.Done(call.path("name"), api.carryOut(call)));
  }

  public Answer drain(Call call) {
    return changed(call, Nodes::drain);
  }

  public Answer activate(Call call) {
    return changed(call, Nodes::activate);
  }

  private Answer changed(Call call, TargetsApi.NodeChange change) {
    api.change(call, change);
    return Answer.seeOther("/targets");
  }

  private Answer page(Call call, TargetsPage.@Nullable Done done)
      throws InterruptedException, ExecutionException {
    var model = new TargetsPage(api.ofEach(this::summary), done);
    Shell shell = templates.shell("Targets", "targets", call.caller());
    return Answer.page(200, templates.render("targets", shell, model));
  }

  private TargetSummary summary(String name) {
    TargetStanding standing = api.standing(name);
    if (standing.trouble() != null) {
      return new TargetSummary(standing, List.of(), null, standing.trouble());
    }
    try {
      return new TargetSummary(standing, api.nodes(name), api.plan(name), null);
    } catch (TargetException e) {
      return new TargetSummary(standing, List.of(), null, Trouble.of(e));
    }
  }
}
