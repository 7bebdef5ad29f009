package dev.slipway.webhook.forge;

import dev.slipway.core.Secret;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.Repository;
import org.jspecify.annotations.Nullable;

/** Repositories as they are after one thing of them was changed. */
final class Changed {
  private Changed() {}

  /** The secret before stays valid: deliveries are under way, and a person may have entered it. */
  static Repository secret(Repository of, Secret secret, Connection connection) {
    return with(of, secret, of.webhookSecret(), of.cloneToken(), connection, true);
  }

  static Repository connection(Repository of, Connection connection) {
    return with(
        of,
        of.webhookSecret(),
        of.previousWebhookSecret(),
        of.cloneToken(),
        connection,
        of.enabled());
  }

  static Repository cloneToken(Repository of, Secret cloneToken) {
    return with(
        of,
        of.webhookSecret(),
        of.previousWebhookSecret(),
        cloneToken,
        of.connection(),
        of.enabled());
  }

  private static Repository with(
      Repository of,
      Secret secret,
      @Nullable Secret previous,
      @Nullable Secret cloneToken,
      @Nullable Connection connection,
      boolean enabled) {
    return new Repository(
        of.id(),
        of.forge(),
        of.name(),
        of.cloneUrl(),
        of.defaultBranch(),
        secret,
        previous,
        cloneToken,
        of.triggers(),
        of.labels(),
        of.syncTo(),
        of.pipeline(),
        connection,
        enabled,
        of.createdAt());
  }
}
