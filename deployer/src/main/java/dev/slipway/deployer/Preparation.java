package dev.slipway.deployer;

import dev.slipway.core.Secret;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.secret.SecretVersion;
import dev.slipway.core.secret.Secrets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gets everything to its place that a release needs before its first container starts. */
final class Preparation {
  private final Secrets secrets;
  private final Standby standby;
  private final ReleaseCommandRun releaseCommand;

  Preparation(Secrets secrets, Standby standby, ReleaseCommandRun releaseCommand) {
    this.secrets = secrets;
    this.standby = standby;
    this.releaseCommand = releaseCommand;
  }

  /**
   * Makes the image available, and runs the release command.
   *
   * @return what was done, in one sentence
   */
  String prepare(Attempt attempt)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Release release = attempt.release();
    Optional<List<Instance>> reusable = standby.reusable(attempt);
    if (reusable.isPresent()) {
      return Words.count(reusable.get().size(), "container")
          + " of v"
          + release.content().rolledBackTo()
          + " on standby";
    }
    Target.Order order = order(attempt);
    attempt.patience().insist(() -> attempt.target().prepare(release));
    String ran = releaseCommand.run(attempt, order);
    return attempt.patience().tell("image " + shortDigest(release) + " is there")
        + (ran.isEmpty() ? "" : "; " + ran);
  }

  /** Clears up after {@link #prepare}, once it is on record that it was done. */
  void done(Attempt attempt) throws PhaseFailedException, LeaseLostException, InterruptedException {
    releaseCommand.forget(attempt);
  }

  /**
   * What to start.
   *
   * @throws PhaseFailedException when a secret that the release ran with is no longer kept
   */
  Target.Order order(Attempt attempt) throws PhaseFailedException {
    Map<String, Secret> values = new HashMap<>();
    for (SecretVersion version : attempt.release().content().secrets().values()) {
      values.put(version.name(), value(version));
    }
    return new Target.Order(attempt.deployment(), attempt.release(), values);
  }

  private Secret value(SecretVersion version) throws PhaseFailedException {
    return secrets
        .reveal(version)
        .orElseThrow(() ->
            new PhaseFailedException(
                "the secret " + version + " is no longer kept",
                "set it again and push, or go back to the image alone:"
                    + " `slipway rollback --scope image`",
                List.of()));
  }

  private static String shortDigest(Release release) {
    String digest = release.content().image().digest();
    return digest.substring(0, "sha256:".length() + 12);
  }
}
