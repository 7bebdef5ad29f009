package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Target;
import java.util.List;
import java.util.Optional;

/** Gets everything to its place that a release needs before its first container starts. */
final class Preparation {
  private final Standby standby;
  private final ReleaseCommandRun releaseCommand;

  Preparation(Standby standby, ReleaseCommandRun releaseCommand) {
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
    if (reusable.isPresent() && Standby.allThere(attempt, reusable.get())) {
      return Words.count(reusable.get().size(), "container")
          + " of v"
          + release.content().rolledBackTo()
          + " on standby";
    }
    Target.Order order = order(attempt);
    image(attempt);
    String ran = releaseCommand.run(attempt, order);
    return attempt.patience().tell("image " + shortDigest(release) + " is there")
        + (ran.isEmpty() ? "" : "; " + ran);
  }

  /** Makes sure of the image where {@link #prepare} expected to need none. */
  static void image(Attempt attempt)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    attempt.patience().insist(() -> attempt.target().prepare(attempt.release()));
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
    Disclosed secrets = attempt.secrets();
    if (!secrets.lost().isEmpty()) {
      throw new PhaseFailedException(
          "the secret " + secrets.lost().getFirst() + " is no longer kept",
          "set it again and push, or go back to the image alone:"
              + " `slipway rollback --scope image`",
          List.of());
    }
    return new Target.Order(attempt.deployment(), attempt.release(), secrets.values());
  }

  private static String shortDigest(Release release) {
    String digest = release.content().image().digest();
    return digest.substring(0, "sha256:".length() + 12);
  }
}
