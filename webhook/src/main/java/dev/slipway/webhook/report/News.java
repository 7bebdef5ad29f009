package dev.slipway.webhook.report;

import dev.slipway.webhook.forge.CommitStatus.State;
import java.net.URI;

/**
 * How one build or one rollout stands, as its commit shows it.
 *
 * @param order grows with every build of the repository, or release of the service: news of an
 *     older one never replace those of a newer one
 * @param target where the details are
 */
record News(long order, State state, String description, URI target) {}
