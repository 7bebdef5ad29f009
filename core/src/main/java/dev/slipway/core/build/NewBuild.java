package dev.slipway.core.build;

import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a build when it is asked for, and never changes afterwards.
 *
 * @param delivery the webhook that asked for it; null when a person did
 * @param by who asked: the commit's author, or the user of a manual build
 */
public record NewBuild(
    BuildId id,
    RepositoryId repositoryId,
    RepositoryName repository,
    Trigger trigger,
    GitRef ref,
    Commit commit,
    @Nullable DeliveryId delivery,
    String by,
    Instant queuedAt) {}
