package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.api.DeliveriesApi;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The pages about deliveries. Safe for concurrent use. */
public final class DeliveryPages {
  private final Records records;
  private final DeliveriesApi api;
  private final Templates templates;

  public DeliveryPages(Records records, DeliveriesApi api, Templates templates) {
    this.records = records;
    this.api = api;
    this.templates = templates;
  }

  public Answer list(Call call) {
    String repository = call.query("repository").orElse("");
    RepositoryId id =
        repository.isEmpty() ? null : RepositoriesApi.idOf(records.repositories(), repository);
    var page = records.deliveries().list(id, call.page());
    String next = page.next() == null ? null : DeliveriesPage.link(repository, page.next());
    Shell shell = templates.shell("Deliveries", "deliveries", call.caller());
    var model = new DeliveriesPage(page.items(), records.repositories().all(), repository, next);
    return Answer.page(200, templates.render("deliveries", shell, model));
  }

  public Answer one(Call call) {
    return page(call, DeliveriesApi.find(records.deliveries(), call), null);
  }

  /** Answers with the delivery's page, which holds what the simulation says. */
  public Answer simulate(Call call) {
    Delivery delivery = DeliveriesApi.find(records.deliveries(), call);
    String pipeline = DeliveriesApi.pipeline(call.fields());
    var changes = api.simulate(delivery, pipeline);
    return page(call, delivery, new Trial(Objects.requireNonNullElse(pipeline, ""), changes));
  }

  private Answer page(Call call, Delivery delivery, @Nullable Trial trial) {
    Map<String, Build> builds = new HashMap<>();
    for (DecidedChange decided : delivery.changes()) {
      String id = DeliveryPage.build(decided);
      if (id != null) {
        records.builds().find(new BuildId(id)).ifPresent(build -> builds.put(id, build));
      }
    }
    boolean known = records.repositories().find(delivery.repositoryId()).isPresent();
    Shell shell =
        templates.shell("Delivery from " + delivery.repository(), "deliveries", call.caller());
    var model = new DeliveryPage(delivery, builds, known, trial);
    return Answer.page(200, templates.render("delivery", shell, model));
  }
}
