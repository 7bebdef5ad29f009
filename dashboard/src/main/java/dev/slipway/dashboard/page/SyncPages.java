package dev.slipway.dashboard.page;

import dev.slipway.core.Page;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.dashboard.api.SyncApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The pages of copies between registries, and their forms. Safe for concurrent use. */
public final class SyncPages {
  private static final int RUNS_SHOWN = 20;
  private static final List<String> SHOWN_AGAIN =
      List.of(
          "id",
          "from",
          "to",
          "tags",
          "regex",
          "semver",
          "latest",
          "platforms",
          "referrers",
          "backup",
          "immutable",
          "schedule",
          "zone",
          "on_push",
          "mirror");

  private final SyncApi api;
  private final Templates templates;

  public SyncPages(SyncApi api, Templates templates) {
    this.api = api;
    this.templates = templates;
  }

  public Answer list(Call call) {
    String notice =
        call.query("done").filter("removed"::equals).isPresent()
            ? "The rule is removed; what it copied stays."
            : "";
    return list(call, 200, notice, SentForm.NONE);
  }

  /** Makes a rule, and leads to its page. */
  public Answer add(Call call) {
    try {
      return Answer.seeOther(path(api.create(call)) + "?done=added");
    } catch (ProblemException e) {
      SentForm form = SentForm.refused(call.fields(), SHOWN_AGAIN, e.details());
      return list(call, e.details().status(), "", form);
    }
  }

  public Answer one(Call call) {
    String notice =
        switch (call.query("done").orElse("")) {
          case "added" -> "The rule is there. Look at its plan before you run it.";
          case "changed" -> "Saved. It holds from the next run on.";
          default -> "";
        };
    return one(call, 200, notice, SentForm.NONE);
  }

  public Answer change(Call call) {
    try {
      return Answer.seeOther(path(api.modify(call)) + "?done=changed");
    } catch (ProblemException e) {
      SentForm form = SentForm.refused(call.fields(), SHOWN_AGAIN, e.details());
      return one(call, e.details().status(), "", form);
    }
  }

  public Answer remove(Call call) {
    api.forget(call);
    return Answer.seeOther("/sync?done=removed");
  }

  /** What following the rule would do, or why nobody can say. */
  public Answer plan(Call call) throws InterruptedException {
    SyncRule rule = api.findRule(call);
    SyncPlanPage model;
    try {
      model = new SyncPlanPage(rule, api.planned(call), "");
    } catch (ProblemException e) {
      model = new SyncPlanPage(rule, null, e.details().detail());
    }
    Shell shell = templates.shell("Plan of " + rule.id(), "sync", call.caller());
    return Answer.page(200, templates.render("syncplan", shell, model));
  }

  public Answer start(Call call) {
    api.begin(call);
    return Answer.seeOther(path(api.findRule(call)));
  }

  /** Stops the run that the path names; where it has ended meanwhile, the page shows how. */
  public Answer cancel(Call call) {
    SyncRun stopped = api.stop(call);
    return Answer.seeOther("/sync/" + encoded(stopped.rule().value()));
  }

  private Answer list(Call call, int status, String notice, SentForm form) {
    List<SyncPage.Row> rows =
        api.all().stream()
            .map(rule ->
                new SyncPage.Row(
                    rule,
                    api.of(rule.id(), new Page.Request(1, null)).items().stream()
                        .findFirst()
                        .orElse(null)))
            .toList();
    Shell shell = templates.shell("Copies", "sync", call.caller());
    return Answer.page(status, templates.render("sync", shell, new SyncPage(rows, notice, form)));
  }

  private Answer one(Call call, int status, String notice, SentForm form) {
    SyncRule rule = api.findRule(call);
    List<SyncRun> runs = api.of(rule.id(), new Page.Request(RUNS_SHOWN, null)).items();
    Shell shell = templates.shell(rule.id().value(), "sync", call.caller());
    return Answer.page(
        status, templates.render("syncrule", shell, new SyncRulePage(rule, runs, notice, form)));
  }

  private static String path(SyncRule rule) {
    return "/sync/" + encoded(rule.id().value());
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }
}
