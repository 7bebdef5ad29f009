package dev.slipway.dashboard.page;

import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.api.DeliveriesApi;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.api.StartedBuilds;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
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
    var model =
        new DeliveriesPage(
            page.items(),
            StartedBuilds.of(page.items(), records.builds()),
            records.repositories().all(),
            repository,
            next);
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
    StartedBuilds builds = StartedBuilds.of(delivery, records.builds());
    boolean known = records.repositories().find(delivery.repositoryId()).isPresent();
    Shell shell =
        templates.shell("Delivery from " + delivery.repository(), "deliveries", call.caller());
    String pipeline = trial == null ? api.pipelineFile(delivery) : trial.pipeline();
    var model = new DeliveryPage(delivery, builds, known, pipeline, trial);
    return Answer.page(200, templates.render("delivery", shell, model));
  }
}
