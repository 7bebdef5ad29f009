package dev.slipway.webhook.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.build.Build;
import dev.slipway.core.report.Reports;
import java.util.Optional;

/** Writes the one comment on a pull request, from its first result on. */
final class TellPullRequest {
  private static final String MARKER = "slipway";
  private static final JsonMapper JSON = new JsonMapper();
  private final Reports reports;
  private final Pages pages;

  TellPullRequest(Reports reports, Pages pages) {
    this.reports = reports;
    this.pages = pages;
  }

  void tell(Errand errand, int pullRequest, Build build) throws ForgeException {
    String place = "pull-request/" + pullRequest;
    Optional<Told> before =
        reports.told(errand.repository().id(), place).map(TellPullRequest::read);
    Told now = new Told(build.number(), PullRequestComment.of(build, pages.build(build.id())));
    boolean wanted =
        before
            .map(told -> told.build() <= now.build() && !told.equals(now))
            .orElseGet(() -> PullRequestComment.worthWriting(build.state()));
    if (wanted) {
      errand.comment(pullRequest, MARKER, now.text());
      reports.told(errand.report(), place, write(now));
    }
  }

  private static String write(Told told) {
    try {
      return JSON.writeValueAsString(told);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + told, e);
    }
  }

  private static Told read(String text) {
    try {
      return JSON.readValue(text, Told.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was remembered is no comment: " + text, e);
    }
  }

  /** The comment as it was written last, and the number of the build that it is about. */
  private record Told(long build, String text) {}
}
