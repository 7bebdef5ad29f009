package dev.slipway.dashboard.page;

import dev.slipway.core.access.Principal;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.api.QueueApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.ops.Readiness;
import java.time.Clock;

/** The pages across all repositories: the overview and the queue. Safe for concurrent use. */
public final class HomePages {
  private final Records records;
  private final QueueApi queue;
  private final Readiness readiness;
  private final Clock clock;
  private final Templates templates;

  public HomePages(
      Records records, QueueApi queue, Readiness readiness, Clock clock, Templates templates) {
    this.records = records;
    this.queue = queue;
    this.readiness = readiness;
    this.clock = clock;
    this.templates = templates;
  }

  public Answer overview(Call call) throws InterruptedException {
    Principal caller = call.caller().principal();
    Situation now = Situation.read(records, readiness.missing(), caller, clock.instant());
    OverviewPage page = OverviewPage.of(now, caller.name());
    Shell shell =
        templates.shell(page.mood().mark() + "Overview", "overview", call.caller()).in(page.mood());
    return Answer.page(200, templates.render("overview", shell, page));
  }

  public Answer queue(Call call) {
    Shell shell = templates.shell("Queue", "queue", call.caller());
    return Answer.page(200, templates.render("queue", shell, queue.standing(call)));
  }
}
