package dev.slipway.webhook.report;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;

/** As a process sees them that dies, or loses its store, once it has told something. */
final class ForgetfulReports extends PassingReports {
  ForgetfulReports(Reports reports) {
    super(reports);
  }

  @Override
  public void told(Report report, String place, String what) {
    throw new StoreUnavailableException("the store went away");
  }
}
