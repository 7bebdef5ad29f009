package dev.slipway.webhook.report;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.build.Build;
import dev.slipway.core.report.Reports;
import java.util.Optional;

/** Writes the one comment on a pull request, from its first result on. */
final class TellPullRequest {
  private static final String MARKER = "slipway";
  private final Remembered<Told> remembered;
  private final Pages pages;

  TellPullRequest(Reports reports, Pages pages) {
    this.remembered = new Remembered<>(reports, Told.class);
    this.pages = pages;
  }

  void tell(Errand errand, int pullRequest, Build build) throws ForgeException {
    String place = "pull-request/" + pullRequest;
    Optional<Told> before = remembered.at(errand.repository().id(), place);
    Told now = new Told(build.number(), PullRequestComment.of(build, pages.build(build.id())));
    boolean wanted =
        before
            .map(told -> told.build() <= now.build() && !told.equals(now))
            .orElseGet(() -> PullRequestComment.worthWriting(build.state()));
    if (wanted) {
      errand.comment(pullRequest, MARKER, now.text());
      remembered.now(errand, place, now);
    }
  }

  /** The comment as it was written last, and the number of the build that it is about. */
  private record Told(long build, String text) {}
}
