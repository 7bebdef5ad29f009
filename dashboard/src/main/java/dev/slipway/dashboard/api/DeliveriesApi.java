package dev.slipway.dashboard.api;

import dev.slipway.core.Page;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.delivery.Simulations.Simulated;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.Operations;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.Outflow;
import dev.slipway.dashboard.http.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was received, why it did or did not start a build, and taking it once more. Safe for
 * concurrent use.
 */
public final class DeliveriesApi {
  /** As much as a pipeline file may have. */
  private static final int LONGEST_PIPELINE = 256 * 1024;

  private final Records records;
  private final Operations operations;

  public DeliveriesApi(Records records, Operations operations) {
    this.records = records;
    this.operations = operations;
  }

  public Answer list(Call call) {
    RepositoryId repository =
        call.query("repository")
            .map(word -> RepositoriesApi.idOf(records.repositories(), word))
            .orElse(null);
    Page<Delivery> page = records.deliveries().list(repository, call.page());
    StartedBuilds started = StartedBuilds.of(page.items(), records.builds());
    return Answer.json(200, ListView.of(page, each -> DeliveryView.of(each, started)));
  }

  public Answer get(Call call) {
    Delivery delivery = find(call);
    StartedBuilds started = StartedBuilds.of(delivery, records.builds());
    return Answer.json(200, DeliveryView.of(delivery, started));
  }

  /** The raw body as it came, to be kept as a file. */
  public void body(Call call, Outflow out) throws IOException, InterruptedException {
    Delivery delivery = find(call);
    String sent = delivery.headers().getOrDefault("content-type", "application/json");
    boolean json = sent.toLowerCase(java.util.Locale.ROOT).contains("json");
    byte[] bytes = delivery.body().bytes();
    out.begin(
        200,
        Map.of(
            "Content-Type",
            json ? "application/json" : "application/octet-stream",
            "Content-Length",
            Integer.toString(bytes.length),
            "Content-Disposition",
            "attachment; filename=\"" + delivery.id() + (json ? ".json\"" : ".bin\""),
            "Cache-Control",
            "no-store"));
    out.write(Buffer.buffer(bytes));
    out.end();
  }

  /** Decides on it once more, as a new delivery; a form is sent on to that one's page. */
  public Answer replay(Call call) {
    Delivery again = operations.replays().replay(find(call), call.by());
    return call.isForm()
        ? Answer.seeOther("/deliveries/" + again.id())
        : Answer.json(202, ReceivedView.ofNew(again))
            .with("Location", "/api/v1/deliveries/" + again.id());
  }

  /** Tells what would become of it, without doing it. */
  public Answer simulate(Call call) {
    Fields fields = call.fields();
    return Answer.json(
        200,
        Map.of(
            "changes",
            simulate(find(call), pipeline(fields)).stream().map(SimulatedView::of).toList()));
  }

  /** The same for the page. */
  public List<Simulated> simulate(Delivery delivery, @Nullable String pipeline) {
    return operations.simulations().simulate(delivery, pipeline);
  }

  /** The pipeline file at the delivery's commit; empty where it is not at hand. */
  public String pipelineFile(Delivery delivery) {
    return operations.simulations().pipelineFile(delivery).orElse("");
  }

  /** The pipeline file's text that was sent along; null for the one at each commit. */
  public static @Nullable String pipeline(Fields fields) {
    String text = fields.allow(Set.of("pipeline", "csrf")).text("pipeline");
    if (text != null && text.length() > LONGEST_PIPELINE) {
      fields.problem("pipeline", "is too long", "256 kB are the most");
    }
    fields.check();
    return text;
  }

  private Delivery find(Call call) {
    return find(records.deliveries(), call);
  }

  /** The delivery that the path names. */
  public static Delivery find(Deliveries deliveries, Call call) {
    String id = call.path("id");
    return deliveries
        .find(new DeliveryId(id))
        .orElseThrow(() -> ProblemException.notFound("delivery", id));
  }
}
