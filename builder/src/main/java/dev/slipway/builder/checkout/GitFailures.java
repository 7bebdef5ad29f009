package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.net.ForbiddenAddressException;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/**
 * Says in words how a checkout failed. What the people of the repository can mend is their step's
 * failure; what lies between Slipway and the forge is ours.
 */
final class GitFailures {
  /** The step that every one of these failures belongs to. */
  static final String STEP = "checkout";

  private static final int MOST_NAMED = 5;
  private static final int NO_MORE_WAYS_TO_SIGN_IN =
      SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
  private static final String CHECK_TOKEN =
      "give the repository a clone token that may read it, or renew the one it has";

  private GitFailures() {}

  static BuildFailedException refGone(URI url, GitRef ref) {
    return theirs(
        ref.shortName() + " is no longer in " + url,
        "it was deleted or renamed after the push; push again, or build another branch");
  }

  static BuildFailedException notReachable(GitRef ref, CommitSha sha) {
    return theirs(
        "commit " + sha.abbreviated() + " is not, or no longer, part of " + ref.shortName(),
        "it was replaced by a forced push, which has a build of its own; to build it all the"
            + " same, push it to a branch");
  }

  static BuildFailedException pinNotReachable(String path, URI url, String commit) {
    return theirs(
        "commit "
            + commit
            + " of the submodule "
            + path
            + " is not part of any branch or tag of "
            + url,
        "push it there, or let the submodule point to a commit that is; a commit of a fork only"
            + " does not count");
  }

  /** The same failure, with what it was about. */
  static BuildFailedException ofSubmodule(String path, BuildFailedException cause) {
    String about = "submodule " + path + ": ";
    Failure failure =
        switch (cause.failure()) {
          case Infrastructure(var message, var hint, var retryable) ->
              new Infrastructure(about + message, hint, retryable);
          case StepFailed(var step, var message, var hint) ->
              new StepFailed(step, about + message, hint);
          case Failure.PipelineInvalid _, Failure.TimedOut _ -> cause.failure();
        };
    return new BuildFailedException(failure, cause);
  }

  static BuildFailedException ambiguous(GitRef ref, CommitSha sha, List<String> commits) {
    return theirs(
        sha
            + " is how "
            + commits.size()
            + " commits of "
            + ref.shortName()
            + " begin: "
            + String.join(", ", commits.subList(0, Math.min(commits.size(), MOST_NAMED))),
        "name the commit by all of its 40 digits");
  }

  static BuildFailedException noCommit(GitRef ref, CommitSha sha) {
    return theirs(
        sha.abbreviated() + " on " + ref.shortName() + " is no commit",
        "tag a commit, not a file or a folder");
  }

  static BuildFailedException longSha(URI url, CommitSha sha) {
    return theirs(
        url + " names commits by SHA-256 (" + sha.abbreviated() + "...), which cannot be fetched",
        "use a repository in git's usual object format, SHA-1");
  }

  static BuildFailedException scheme(URI url) {
    return ours(
        "Slipway does not clone by \"" + url.getScheme() + "\": " + url,
        "set the repository's clone_url to its https address with a clone token where it is"
            + " private, or to ssh://HOST/PATH with a key",
        false);
  }

  static BuildFailedException forkElsewhere(URI fork, URI own) {
    return ours(
        "not fetching from " + fork + ", which is on another server than " + own,
        "build the commit after it was pushed to a branch of the repository itself",
        false);
  }

  static BuildFailedException tooManyRefs(URI url) {
    return ours(
        url + " has more than " + Remote.MOST_REFS + " branches and tags",
        "delete those that nobody needs, so that the others can be watched",
        false);
  }

  static BuildFailedException tokenInTheClear(URI url) {
    return ours(
        "the clone token was not sent to " + url + ", since everybody on the way could read it",
        "set the repository's clone_url to its https address",
        false);
  }

  static BuildFailedException dumbServer(URI url) {
    return ours(
        url + " serves plain files instead of git's smart protocol",
        "serve it by git http-backend or a forge",
        false);
  }

  static BuildFailedException mirror(URI url, Exception cause) {
    return new BuildFailedException(
        new Infrastructure(
            "the copy of " + url + " on this worker's disk could not be used: " + cause,
            "see whether the disk under the data directory is full or damaged",
            true),
        cause);
  }

  static Failure forbidden(URI url, ForbiddenAddressException cause) {
    return new Infrastructure(
        "not cloning " + url + ": " + cause.getMessage(),
        "allow the address, or correct the repository's clone_url",
        false);
  }

  static Failure unknownHost(URI url) {
    return new Infrastructure(
        "there is no host " + url.getHost() + ", from which to clone " + url,
        "correct the repository's clone_url, or see to the worker's name service",
        true);
  }

  static Failure hostKeyChanged(URI url, String shown, Path knownHosts) {
    return new Infrastructure(
        url.getHost()
            + " showed another host key ("
            + shown
            + ") than the one it is known by: somebody may have put himself in between",
        "when the server was set up anew, remove its lines from " + knownHosts + " and build again",
        false);
  }

  static Failure knownHostsUnusable(URI url, IOException cause) {
    return new Infrastructure(
        "not cloning " + url + ": the host keys cannot be kept: " + cause.getMessage(),
        "see whether the file can be read and written by the worker",
        true);
  }

  static Failure sshKeyMissing(URI url) {
    return new Infrastructure(
        url + " is cloned by ssh, and there is no key to do so with",
        "give the repository a private key, or set its clone_url to its https address",
        false);
  }

  static Failure sshKeyUnreadable(URI url) {
    return new Infrastructure(
        "the ssh key that " + url + " is to be cloned with cannot be read",
        "give the repository the private half of a key pair made by `ssh-keygen -t ed25519`,"
            + " without a passphrase",
        false);
  }

  /** What ended a fetch; empty when it is nothing between here and the forge. */
  static Optional<Failure> ofFetch(
      URI url, GitLimits limits, Wire wire, FetchBudget budget, Exception cause) {
    FetchBudget.Exceeded exceeded = budget.exceeded();
    if (exceeded != null) {
      return Optional.of(exceeded(url, limits, exceeded));
    }
    if (wire instanceof GuardedSsh && wire.refusal().isPresent()) {
      return wire.refusal();
    }
    return ofNetwork(url, limits, cause).or(wire::refusal);
  }

  private static Failure exceeded(URI url, GitLimits limits, FetchBudget.Exceeded exceeded) {
    return switch (exceeded) {
      case BYTES ->
          new StepFailed(
              STEP,
              url + " is too large: more than " + (limits.fetchedBytes() >> 20) + " MB to fetch",
              "take large files out of the history, or keep them elsewhere");
      case OBJECTS ->
          new StepFailed(
              STEP,
              url + " is too large: more than " + limits.fetchedObjects() + " objects to fetch",
              "shorten the history, or split the repository");
      case TIME ->
          new Infrastructure(
              "fetching " + url + " took longer than " + limits.fetch().toSeconds() + " s",
              "see whether the forge or the network is slow, then retry the build",
              true);
    };
  }

  private static Optional<Failure> ofNetwork(URI url, GitLimits limits, Exception cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      Failure failure =
          switch (at) {
            case ForbiddenAddressException e -> forbidden(url, e);
            case UnknownHostException _ -> unknownHost(url);
            case NoRemoteRepositoryException _ ->
                new Infrastructure(
                    "there is no repository at " + url + ", or none that Slipway may see",
                    "correct the repository's clone_url; where it is private, " + CHECK_TOKEN,
                    false);
            case SshException e when e.getDisconnectCode() == NO_MORE_WAYS_TO_SIGN_IN ->
                new Infrastructure(
                    url.getHost() + " does not accept the ssh key that " + url + " is cloned with",
                    "add the public half of the key to the repository on the forge, for reading",
                    false);
            case InterruptedIOException _ ->
                new Infrastructure(
                    url.getHost() + " said nothing for " + limits.silence().toSeconds() + " s",
                    "see whether the forge is up, then retry the build",
                    true);
            case SSLException e ->
                new Infrastructure(
                    "no trusted connection to " + url.getHost() + ": " + e.getMessage(),
                    "renew the server's certificate, or add its authority to the worker's JDK",
                    false);
            case SocketException e ->
                new Infrastructure(
                    url.getHost() + " cannot be reached: " + e.getMessage(),
                    "see whether the forge is up, then retry the build",
                    true);
            default -> null;
          };
      if (failure != null) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  static Optional<Failure> ofStatus(URI url, int status) {
    return switch (status) {
      case 0, 200 -> Optional.empty();
      case 401, 403 -> failure(url + " may not be read (" + status + ")", CHECK_TOKEN, false);
      case 404, 410 ->
          failure(
              "there is no repository at "
                  + url
                  + ", or none that Slipway may see ("
                  + status
                  + ")",
              "correct the repository's clone_url; where it is private, " + CHECK_TOKEN,
              false);
      case 301, 302, 303, 307, 308 ->
          failure(
              url + " answered that the repository is elsewhere (" + status + ")",
              "set the repository's clone_url to its new address; Slipway follows no redirects",
              false);
      default ->
          failure(
              url + " answered " + status,
              "see what is wrong with the forge, then retry the build",
              status >= 500 || status == 429);
    };
  }

  /** Objects that no careful git would take, or a transfer that broke off in the middle. */
  static BuildFailedException unusable(URI url, Exception cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof CorruptObjectException) {
        return new BuildFailedException(
            new StepFailed(
                STEP,
                url + " holds an object that is not safe to use: " + at.getMessage(),
                "see what `git fsck` says about the repository, and rewrite that commit"),
            cause);
      }
    }
    return new BuildFailedException(
        new Infrastructure(
            "fetching " + url + " failed: " + cause.getMessage(),
            "retry the build; if it stays like this, see whether `git clone` of it works",
            true),
        cause);
  }

  private static Optional<Failure> failure(String message, String hint, boolean retryable) {
    return Optional.of(new Infrastructure(message, hint, retryable));
  }

  private static BuildFailedException theirs(String message, String hint) {
    return new BuildFailedException(new StepFailed(STEP, message, hint));
  }

  private static BuildFailedException ours(String message, String hint, boolean retryable) {
    return new BuildFailedException(new Infrastructure(message, hint, retryable));
  }

  /** An interrupted wait for the mirror, in the form that {@link GitSources} promises. */
  static BuildFailedException interrupted(URI url, InterruptedException cause) {
    return new BuildFailedException(
        new Infrastructure("the checkout of " + url + " was interrupted", "retry the build", true),
        cause);
  }
}
