package dev.slipway.dashboard;

import dev.slipway.core.account.Onboarding;
import dev.slipway.core.delivery.Replays;
import dev.slipway.core.delivery.Simulations;

/** What other modules do for the dashboard. */
public record Operations(
    HeadResolver heads,
    RollbackRequests rollbacks,
    ContainerConditions containers,
    Replays replays,
    Simulations simulations,
    Onboarding onboarding) {}
