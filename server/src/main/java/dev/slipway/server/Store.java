package dev.slipway.server;

import dev.slipway.core.SecretBox;
import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.account.Accounts;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.Builds;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.deploy.ContainerEvents;
import dev.slipway.core.deploy.DeploymentLogs;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.event.Events;
import dev.slipway.core.log.Logs;
import dev.slipway.core.registry.KnownRegistries;
import dev.slipway.core.registry.PushLeases;
import dev.slipway.core.report.Reports;
import dev.slipway.core.retention.RetentionRules;
import dev.slipway.core.retention.RetentionRuns;
import dev.slipway.core.secret.Secrets;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.sync.MirroredImages;
import dev.slipway.core.sync.PushedBuilds;
import dev.slipway.core.sync.SyncRules;
import dev.slipway.core.sync.SyncRuns;
import dev.slipway.store.Redis;
import dev.slipway.store.RedisAccounts;
import dev.slipway.store.RedisAudit;
import dev.slipway.store.RedisBuildQueue;
import dev.slipway.store.RedisBuilds;
import dev.slipway.store.RedisContainerEvents;
import dev.slipway.store.RedisDeliveries;
import dev.slipway.store.RedisDeploymentLogs;
import dev.slipway.store.RedisDeploymentQueue;
import dev.slipway.store.RedisEvents;
import dev.slipway.store.RedisKnownRegistries;
import dev.slipway.store.RedisLogs;
import dev.slipway.store.RedisMirroredImages;
import dev.slipway.store.RedisPushLeases;
import dev.slipway.store.RedisPushedBuilds;
import dev.slipway.store.RedisReports;
import dev.slipway.store.RedisRepositories;
import dev.slipway.store.RedisRetentionRules;
import dev.slipway.store.RedisRetentionRuns;
import dev.slipway.store.RedisRoutes;
import dev.slipway.store.RedisSecrets;
import dev.slipway.store.RedisServices;
import dev.slipway.store.RedisSessions;
import dev.slipway.store.RedisSyncRules;
import dev.slipway.store.RedisSyncRuns;
import dev.slipway.store.RedisTokens;
import dev.slipway.store.RedisTries;
import dev.slipway.store.RedisUsers;
import java.time.Clock;

/** Every port that keeps something, on one Redis. */
record Store(
    Repositories repositories,
    Deliveries deliveries,
    Builds builds,
    BuildQueue buildQueue,
    Logs logs,
    Services services,
    DeploymentQueue deploymentQueue,
    DeploymentLogs deploymentLogs,
    ContainerEvents containerEvents,
    Routes routes,
    Events events,
    AccessRecords access,
    Accounts accounts,
    Reports reports,
    Secrets secrets,
    KnownRegistries registries,
    SyncRules syncRules,
    MirroredImages mirroredImages,
    SyncRuns syncRuns,
    PushedBuilds pushedBuilds,
    RetentionRules retentionRules,
    RetentionRuns retentionRuns,
    PushLeases pushLeases) {

  /** {@code labels} are what this process has as a builder. */
  static Store on(Redis redis, SecretBox box, Clock clock, Labels labels) {
    return new Store(
        new RedisRepositories(redis, box),
        new RedisDeliveries(redis, clock),
        new RedisBuilds(redis, clock),
        new RedisBuildQueue(redis, clock, labels),
        new RedisLogs(redis),
        new RedisServices(redis, clock),
        new RedisDeploymentQueue(redis, clock),
        new RedisDeploymentLogs(redis),
        new RedisContainerEvents(redis, clock),
        new RedisRoutes(redis, clock),
        new RedisEvents(redis),
        new AccessRecords(
            new RedisUsers(redis),
            new RedisTokens(redis, clock),
            new RedisSessions(redis, clock),
            new RedisTries(redis),
            new RedisAudit(redis)),
        new RedisAccounts(redis, box),
        new RedisReports(redis),
        new RedisSecrets(redis, box, clock),
        new RedisKnownRegistries(redis, box),
        new RedisSyncRules(redis),
        new RedisMirroredImages(redis, clock),
        new RedisSyncRuns(redis, clock),
        new RedisPushedBuilds(redis),
        new RedisRetentionRules(redis),
        new RedisRetentionRuns(redis, clock),
        new RedisPushLeases(redis));
  }
}
