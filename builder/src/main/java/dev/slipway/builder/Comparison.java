package dev.slipway.builder;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.util.Optional;

/**
 * Which commit a path filter compares with: the last one of the same branch that was built
 * successfully, so that what a failed or skipped build left undone counts again; for a new branch
 * and for a pull request what they have in common with the branch that they came from.
 */
final class Comparison {
  private final Subject subject;
  private final Checkout checkout;
  private final Builds builds;

  Comparison(Subject subject, Checkout checkout, Builds builds) {
    this.subject = subject;
    this.checkout = checkout;
    this.builds = builds;
  }

  /**
   * Compares, which may take a fetch.
   *
   * @throws BuildFailedException when the repository cannot be asked
   */
  Result compare() throws IOException, BuildFailedException {
    if (subject.proposed()) {
      Optional<String> target = subject.branch();
      return target.isPresent()
          ? withBranch(target.get())
          : everything("nobody said which branch it is to be merged into");
    }
    Optional<CommitSha> last = builds.lastSucceeded(subject.repository().id(), subject.ref());
    if (last.isPresent()) {
      return since(
          last.get(), "the last commit of " + subject.ref().shortName() + " that was built");
    }
    if (subject.ref().equals(subject.repository().defaultRef())) {
      return everything("no commit of " + subject.ref().shortName() + " was built before");
    }
    return withBranch(subject.repository().defaultBranch());
  }

  private Result withBranch(String name) throws IOException, BuildFailedException {
    Optional<CommitSha> base = checkout.mergeBase(branch(name));
    return base.isPresent()
        ? since(base.get(), "where it left " + name)
        : everything("there is no branch " + name + ", or it has no commit in common with it");
  }

  private GitRef branch(String name) throws IOException {
    try {
      return GitRef.ofBranch(name);
    } catch (InvalidValueException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Result since(CommitSha base, String what) throws IOException {
    return new Result(
        checkout.changedSince(base), "since " + base.abbreviated() + " (" + what + ")");
  }

  private static Result everything(String because) {
    return new Result(new ChangedPaths.Unknown(because), "");
  }

  /**
   * What came of it.
   *
   * @param since which commit was compared with, in words
   */
  record Result(ChangedPaths paths, String since) {}
}
