package dev.slipway.server;

import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.source.RemoteHeads;
import dev.slipway.core.source.Repositories;
import dev.slipway.webhook.Reconciler;
import dev.slipway.webhook.RememberedRepositories;
import dev.slipway.webhook.WebhookEndpoint;
import dev.slipway.webhook.forge.HookCheck;
import dev.slipway.webhook.report.Pages;
import dev.slipway.webhook.report.Records;
import dev.slipway.webhook.report.Reporter;
import dev.slipway.webhook.report.TellForge;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;

/**
 * This process as the one that forges talk to, and that talks back: takes webhooks, finds pushes
 * that none told of, keeps the webhooks in order, and sets statuses.
 */
final class WebhookRole implements AutoCloseable {
  private final StartedParts parts;

  private WebhookRole(StartedParts parts) {
    this.parts = parts;
  }

  /**
   * Adds the routes and begins.
   *
   * @param impatient what the receiver itself asks and writes to
   */
  static WebhookRole start(
      Router router, Store store, Impatient impatient, Outside outside, Clock clock)
      throws StartException {
    StartedParts parts = new StartedParts();
    try {
      startParts(parts, router, new Means(store, impatient, outside, clock));
      return new WebhookRole(parts);
    } catch (StartException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** What finds pushes is started last and closed first. */
  private static void startParts(StartedParts parts, Router router, Means means)
      throws StartException {
    Store store = means.store();
    Outside outside = means.outside();
    var repositories =
        parts.own(RememberedRepositories.of(means.impatient().repositories(), store.events()));
    parts.own(endpoint(repositories, means.impatient(), means.clock())).mount(router);
    parts.own(Reporter.start(store.reports(), tellForge(store, outside)));
    parts
        .own(new HookCheck(store.repositories(), outside.forges().onboarding()))
        .start(HookCheck.HOURLY);
    parts.own(
        Reconciler.start(
            new Reconciler.Ports(
                store.repositories(), store.deliveries(), store.events(), means.clock()),
            outside.heads(),
            outside.forges().onboarding()::redeliverFailed,
            outside.pace()));
  }

  private static WebhookEndpoint endpoint(
      RememberedRepositories repositories, Impatient impatient, Clock clock) throws StartException {
    try {
      return WebhookEndpoint.open(repositories, impatient.deliveries(), impatient.spool(), clock);
    } catch (IOException e) {
      throw new StartException(
          "Cannot use %s for deliveries that wait for Redis (%s). Make it writable"
              .formatted(impatient.spool(), e.getMessage()),
          e);
    }
  }

  private static TellForge tellForge(Store store, Outside outside) {
    Records records =
        new Records(
            store.repositories(),
            store.accounts(),
            store.builds(),
            store.buildQueue(),
            store.services());
    return new TellForge(
        store.reports(), records, outside.forges().apis()::of, outside.pages(), new Random());
  }

  /**
   * Quick to say that the store is away, so that the sender does not give up before its delivery is
   * on disk.
   *
   * @param spool the folder for deliveries while the store is away
   */
  record Impatient(Repositories repositories, Deliveries deliveries, Path spool) {}

  /**
   * What is on the other side.
   *
   * @param heads asks repositories where their refs are
   * @param pages where forges send people for more
   * @param pace how often repositories are asked
   */
  record Outside(Forges forges, RemoteHeads heads, Pages pages, Reconciler.Pace pace) {}

  /** All that the parts work with. */
  private record Means(Store store, Impatient impatient, Outside outside, Clock clock) {}

  @Override
  public void close() {
    parts.close();
  }
}
