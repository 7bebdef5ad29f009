package dev.slipway.webhook.report;

import dev.slipway.core.account.Accounts;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.Builds;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.source.Repositories;

/** Where it is read what is to be told. */
public record Records(
    Repositories repositories,
    Accounts accounts,
    Builds builds,
    BuildQueue queue,
    Services services) {}
