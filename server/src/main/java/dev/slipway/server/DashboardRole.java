package dev.slipway.server;

import dev.slipway.builder.HeadInspection;
import dev.slipway.builder.PipelineVerdict;
import dev.slipway.builder.checkout.GitSources;
import dev.slipway.config.pipeline.PipelineFile;
import dev.slipway.config.pipeline.PipelineFormat;
import dev.slipway.core.account.Onboarding;
import dev.slipway.core.deploy.Targets;
import dev.slipway.core.registry.ImageInventory;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.retention.RetentionPlanner;
import dev.slipway.dashboard.Dashboard;
import dev.slipway.dashboard.Operations;
import dev.slipway.dashboard.ReadinessCheck;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.Site;
import dev.slipway.deployer.Disposal;
import dev.slipway.deployer.Rollback;
import dev.slipway.deployer.ServiceChanges;
import dev.slipway.registrysync.sync.RulePlanner;
import dev.slipway.registrysync.sync.RuleSyntax;
import dev.slipway.registrysync.sync.Sync;
import dev.slipway.store.Redis;
import dev.slipway.webhook.ReplayDelivery;
import dev.slipway.webhook.RulesSimulation;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** This process as a dashboard. */
final class DashboardRole {
  /** Far above what people and their programs need, and below what would slow others down. */
  private static final int CALLS_PER_MINUTE = 12_000;

  private DashboardRole() {}

  static Dashboard mount(
      HttpFront front, Store store, RegistryAccess registries, Operations operations, Site site) {
    Records records =
        new Records(
            store.repositories(),
            store.accounts(),
            store.deliveries(),
            store.builds(),
            store.buildQueue(),
            store.logs(),
            store.services(),
            store.deploymentLogs(),
            store.containerEvents(),
            store.routes(),
            store.reports(),
            store.secrets(),
            registries.records(),
            store.syncRules(),
            store.syncRuns(),
            store.retentionRules(),
            store.retentionRuns());
    Dashboard dashboard = new Dashboard(records, operations, store.events(), store.access(), site);
    dashboard.mount(front.router());
    return dashboard;
  }

  static Site site(URI publicUrl, URI edgeUrl, List<ReadinessCheck> checks, Clock clock) {
    return new Site(publicUrl, edgeUrl, checks, PipelineFormat.schema(), CALLS_PER_MINUTE, clock);
  }

  static Operations operations(Store store, Means means, Clock clock) {
    GitSources sources = means.sources();
    Targets targets = means.targets();
    return new Operations(
        new Heads(sources),
        new Rollbacks(new Rollback(store.services(), clock)),
        new Changes(new ServiceChanges(store.services(), store.secrets(), clock)),
        targets,
        new Disposal(store.services(), targets, clock),
        new ReplayDelivery(store.repositories(), store.deliveries(), clock),
        simulator(sources, store, means.pipelines()),
        means.onboarding(),
        new HeadInspection(sources, sources, sources::kept),
        means.pipelines(),
        means.registries(),
        means.trials(),
        new RulePlanner(means.sync()),
        new RuleSyntax(),
        means.images(),
        means.retention());
  }

  /** What it works with besides records. */
  record Means(
      GitSources sources,
      Targets targets,
      PipelineFile pipelines,
      Onboarding onboarding,
      RegistryAccess registries,
      RegistryTrials trials,
      Sync sync,
      ImageInventory images,
      RetentionPlanner retention) {}

  private static Simulator simulator(GitSources sources, Store store, PipelineFile pipelines) {
    return new Simulator(
        store.repositories(),
        new RulesSimulation(store.repositories()),
        new PipelineVerdict(sources, pipelines, store.builds()),
        sources);
  }

  /** Everything that this process depends on. */
  static List<ReadinessCheck> checks(Redis redis, RegistryRole registry) {
    return registry.needed() ? List.of(redis(redis), registry(registry)) : List.of(redis(redis));
  }

  private static ReadinessCheck redis(Redis redis) {
    return new ReadinessCheck("redis", () -> redis.reachable() ? "" : "Redis does not answer");
  }

  private static ReadinessCheck registry(RegistryRole registry) {
    return new ReadinessCheck(
        "registry",
        () -> {
          try {
            registry.client().ping();
            return "";
          } catch (RegistryException e) {
            return e.getMessage() + ". " + e.hint();
          }
        });
  }
}
