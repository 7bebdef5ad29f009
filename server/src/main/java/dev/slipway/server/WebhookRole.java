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
  private final RememberedRepositories repositories;
  private final WebhookEndpoint endpoint;
  private final Reconciler reconciler;
  private final HookCheck hookCheck;
  private final Reporter reporter;

  private WebhookRole(
      RememberedRepositories repositories,
      WebhookEndpoint endpoint,
      Reconciler reconciler,
      HookCheck hookCheck,
      Reporter reporter) {
    this.repositories = repositories;
    this.endpoint = endpoint;
    this.reconciler = reconciler;
    this.hookCheck = hookCheck;
    this.reporter = reporter;
  }

  /**
   * Adds the routes and begins.
   *
   * @param impatient what the receiver itself asks and writes to
   */
  static WebhookRole start(
      Router router, Store store, Impatient impatient, Outside outside, Clock clock)
      throws StartException {
    RememberedRepositories repositories =
        RememberedRepositories.of(impatient.repositories(), store.events());
    WebhookEndpoint endpoint;
    try {
      endpoint =
          WebhookEndpoint.open(repositories, impatient.deliveries(), impatient.spool(), clock);
    } catch (IOException e) {
      repositories.close();
      throw new StartException(
          "Cannot use %s for deliveries that wait for Redis (%s). Make it writable"
              .formatted(impatient.spool(), e.getMessage()),
          e);
    }
    endpoint.mount(router);
    HookCheck hookCheck = new HookCheck(store.repositories(), outside.forges().onboarding());
    hookCheck.start(HookCheck.HOURLY);
    Reporter reporter = Reporter.start(store.reports(), tellForge(store, outside));
    Reconciler reconciler =
        Reconciler.start(
            new Reconciler.Ports(store.repositories(), store.deliveries(), store.events(), clock),
            outside.heads(),
            outside.forges().onboarding()::redeliverFailed,
            Reconciler.Pace.DEFAULT);
    return new WebhookRole(repositories, endpoint, reconciler, hookCheck, reporter);
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
   */
  record Outside(Forges forges, RemoteHeads heads, Pages pages) {}

  @Override
  public void close() throws InterruptedException {
    reconciler.close();
    hookCheck.close();
    reporter.close();
    endpoint.close();
    repositories.close();
  }
}
