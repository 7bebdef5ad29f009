package dev.slipway.webhook.report;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.report.Reports;
import dev.slipway.core.source.CommitSha;
import dev.slipway.webhook.forge.CommitStatus;

/** Sets the status of a commit, if it is another one than the forge was told last. */
final class TellStatus {
  private static final int DIGITS = 12;
  private final Reports reports;

  TellStatus(Reports reports) {
    this.reports = reports;
  }

  /**
   * Adds the news to what stands in the context.
   *
   * @param part whose news they are, within the context
   */
  void tell(Errand errand, CommitSha commit, String context, String part, News news)
      throws ForgeException {
    String place = digits(commit) + "/" + context;
    Standing before =
        reports.told(errand.repository().id(), place).map(Standing::read).orElse(Standing.NOTHING);
    Standing now = before.with(part, news);
    if (now.equals(before)) {
      return;
    }
    CommitStatus status = now.status(context);
    if (before.parts().isEmpty() || !before.status(context).equals(status)) {
      errand.setStatus(commit, status);
    }
    reports.told(errand.report(), place, now.text());
  }

  /** Enough to name a commit, and all that Bitbucket Cloud says of some. */
  private static String digits(CommitSha commit) {
    return commit.hex().substring(0, Math.min(DIGITS, commit.hex().length()));
  }
}
