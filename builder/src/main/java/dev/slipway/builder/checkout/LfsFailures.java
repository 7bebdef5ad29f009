package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Says in words why a large file is not to be had. */
final class LfsFailures {
  private static final String AS_ALL_DO =
      "see whether `git lfs pull` in a fresh clone brings it; where not, `git lfs push --all`";

  private LfsFailures() {}

  static ContextRefusedException notThere(String path, URI repository, String why) {
    String reason = why.isEmpty() ? "" : ": " + shown(why);
    return theirs(
        path + " is kept by Git LFS, and " + repository + " does not have it" + reason, AS_ALL_DO);
  }

  static ContextRefusedException other(String path, URI url) {
    return theirs(
        path
            + " is kept by Git LFS, and what "
            + url.getHost()
            + " sent for it is not what the commit names",
        AS_ALL_DO);
  }

  static ContextRefusedException overSsh(String path, URI repository) {
    return theirs(
        path + " is kept by Git LFS, which is not fetched by ssh, as " + repository + " is",
        "set the repository's clone_url to its https address, with a token");
  }

  static ContextRefusedException oddAddress(String path, URI repository) {
    return theirs(
        path + " is kept by Git LFS, and " + repository + " says that it is at no https address",
        "have Git LFS on that server hand out https addresses");
  }

  static ContextRefusedException refused(String path, URI url, int status) {
    boolean passing = status >= 500 || status == 429;
    return ours(
        path + " is kept by Git LFS, and " + where(url) + " answered " + status,
        switch (status) {
          case 401, 403 -> "give the repository a clone token that may read it";
          case 404 -> "switch on Git LFS for the repository on its server";
          case 301, 302, 307, 308 ->
              "set the repository's clone_url to its new address; Slipway follows no redirects";
          default -> "see what is wrong with the server, then retry the build";
        },
        passing,
        null);
  }

  static ContextRefusedException notUnderstood(String path, URI url, Exception cause) {
    return ours(
        path + " is kept by Git LFS, and " + where(url) + " gave an answer that is not of its API",
        "see whether Git LFS is set up on that server",
        false,
        cause);
  }

  static ContextRefusedException unreachable(
      String path, URI url, FetchBudget budget, Exception cause) {
    FetchBudget.Exceeded exceeded = budget.exceeded();
    if (exceeded != null) {
      return theirs(
          "the large files that Git LFS keeps are more than may be fetched in one build; the first"
              + " too many was "
              + path,
          "leave out by .dockerignore what the image does not need");
    }
    return ours(
        path
            + " is kept by Git LFS, and cannot be fetched from "
            + where(url)
            + ": "
            + cause.getMessage(),
        "see whether the server is up, then retry the build",
        true,
        cause);
  }

  /** Without the query: it may hold what lets anybody fetch the file. */
  private static String where(URI url) {
    return url.getScheme() + "://" + url.getHost() + url.getPath();
  }

  /** What a server says is a stranger's. */
  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.substring(0, Math.min(line.length(), 200));
  }

  private static ContextRefusedException theirs(String message, String hint) {
    return ContextRefusedException.because(
        new BuildFailedException(new Failure.StepFailed(GitFailures.STEP, message, hint)));
  }

  private static ContextRefusedException ours(
      String message, String hint, boolean retryable, @Nullable Exception cause) {
    Failure failure = new Failure.Infrastructure(message, hint, retryable);
    return ContextRefusedException.because(
        cause == null
            ? new BuildFailedException(failure)
            : new BuildFailedException(failure, cause));
  }
}
