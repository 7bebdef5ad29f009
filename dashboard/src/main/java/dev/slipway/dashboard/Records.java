package dev.slipway.dashboard;

import dev.slipway.core.account.Accounts;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.Builds;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.deploy.ContainerEvents;
import dev.slipway.core.deploy.DeploymentLogs;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.log.Logs;
import dev.slipway.core.registry.KnownRegistries;
import dev.slipway.core.report.Reports;
import dev.slipway.core.retention.RetentionRules;
import dev.slipway.core.retention.RetentionRuns;
import dev.slipway.core.secret.Secrets;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.sync.SyncRules;
import dev.slipway.core.sync.SyncRuns;

/** What the dashboard shows and changes. */
public record Records(
    Repositories repositories,
    Accounts accounts,
    Deliveries deliveries,
    Builds builds,
    BuildQueue queue,
    Logs logs,
    Services services,
    DeploymentLogs deploymentLogs,
    ContainerEvents containerEvents,
    Routes routes,
    Reports reports,
    Secrets secrets,
    KnownRegistries registries,
    SyncRules syncRules,
    SyncRuns syncRuns,
    RetentionRules retentionRules,
    RetentionRuns retentionRuns) {}
