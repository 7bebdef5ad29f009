package dev.slipway.dashboard;

import dev.slipway.core.account.Onboarding;
import dev.slipway.core.build.Inspection;
import dev.slipway.core.delivery.Replays;
import dev.slipway.core.delivery.Simulations;
import dev.slipway.core.deploy.CleanUps;
import dev.slipway.core.deploy.Targets;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.registry.ConfiguredLogins;
import dev.slipway.core.registry.ImageInventory;
import dev.slipway.core.registry.RegistryTests;
import dev.slipway.core.retention.RetentionPlanner;
import dev.slipway.core.sync.SyncPlanner;
import dev.slipway.core.sync.SyncSyntax;

/** What other modules do for the dashboard. */
public record Operations(
    HeadResolver heads,
    RollbackRequests rollbacks,
    ServiceRequests changes,
    Targets targets,
    CleanUps cleanUps,
    Replays replays,
    Simulations simulations,
    Onboarding onboarding,
    Inspection inspection,
    PipelineReader pipelines,
    ConfiguredLogins configuredLogins,
    RegistryTests registryTests,
    SyncPlanner syncPlanner,
    SyncSyntax syncSyntax,
    ImageInventory images,
    RetentionPlanner retention) {}
