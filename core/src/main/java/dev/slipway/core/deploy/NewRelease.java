package dev.slipway.core.deploy;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything a release consists of, before it gets its number. Never changes afterwards.
 *
 * @param deployment the id of the rollout that is queued with it
 * @param spec the whole configuration, with the port known
 * @param build that made the image; null for images from elsewhere
 * @param buildNumber its number in the repository: a release of an older build never replaces a
 *     newer one by itself
 * @param rolledBackTo the number of the release that this one repeats; null when it repeats none
 * @param by who asked
 * @param reason why, in the asker's words; may be empty
 */
public record NewRelease(
    DeploymentId deployment,
    ServiceId service,
    RepositoryId repositoryId,
    RepositoryName repository,
    ImageReference image,
    DeploySpec spec,
    CommitSha commit,
    @Nullable BuildId build,
    long buildNumber,
    ReleaseKind kind,
    @Nullable Integer rolledBackTo,
    String by,
    String reason,
    Instant createdAt) {}
