package dev.slipway.core.deploy;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.secret.SecretVersion;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a release consists of, before it gets its number. Never changes afterwards.
 *
 * @param deployment the id of the rollout that is queued with it
 * @param spec the whole configuration, with the port known
 * @param secrets the versions of the secrets that its environment names, by name
 * @param build that made the image; null for images from elsewhere
 * @param buildNumber its number in the repository: a release of an older build never replaces a
 *     newer one by itself
 * @param rolledBackTo the number of the release that this one repeats; null when it repeats none
 * @param automatic whether a push asked for it, and not a person: those wait while the service is
 *     paused
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
    Map<String, SecretVersion> secrets,
    CommitSha commit,
    @Nullable BuildId build,
    long buildNumber,
    ReleaseKind kind,
    @Nullable Integer rolledBackTo,
    boolean automatic,
    String by,
    String reason,
    Instant createdAt) {
  public NewRelease {
    secrets = Map.copyOf(secrets);
  }

  /**
   * The same once more, as a person asked.
   *
   * @param id of the rollout
   * @param to the number of the release that it repeats; null when it repeats none
   */
  public NewRelease again(DeploymentId id, ReleaseKind as, @Nullable Integer to, Asked asked) {
    return new NewRelease(
        id,
        service,
        repositoryId,
        repository,
        image,
        spec,
        secrets,
        commit,
        build,
        buildNumber,
        as,
        to,
        false,
        asked.by(),
        asked.reason(),
        asked.at());
  }

  /** The same with another configuration. */
  public NewRelease with(DeploySpec otherSpec, Map<String, SecretVersion> otherSecrets) {
    return new NewRelease(
        deployment,
        ServiceId.of(otherSpec.service(), otherSpec.environment()),
        repositoryId,
        repository,
        image,
        otherSpec,
        otherSecrets,
        commit,
        build,
        buildNumber,
        kind,
        rolledBackTo,
        automatic,
        by,
        reason,
        createdAt);
  }

  /** The same with another image. */
  public NewRelease of(ImageReference otherImage) {
    return new NewRelease(
        deployment,
        service,
        repositoryId,
        repository,
        otherImage,
        spec,
        secrets,
        commit,
        build,
        buildNumber,
        kind,
        rolledBackTo,
        automatic,
        by,
        reason,
        createdAt);
  }

  /**
   * Who wants a release.
   *
   * @param reason in their words; may be empty
   */
  public record Asked(String by, String reason, Instant at) {}

  /** Whether both run the same image with the same configuration and the same secrets. */
  public boolean runsLike(NewRelease other) {
    return image.equals(other.image)
        && spec.workload().equals(other.spec.workload())
        && spec.replicas() == other.spec.replicas()
        && spec.target().equals(other.spec.target())
        && secrets.equals(other.secrets);
  }
}
