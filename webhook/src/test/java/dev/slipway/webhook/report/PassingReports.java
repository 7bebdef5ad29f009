package dev.slipway.webhook.report;

import dev.slipway.core.account.AccountId;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.util.Optional;

/** Passes everything on; a test changes what it is about. */
class PassingReports implements Reports {
  private final Reports reports;

  PassingReports(Reports reports) {
    this.reports = reports;
  }

  @Override
  public Optional<Report> claim(Duration wait) throws InterruptedException {
    return reports.claim(wait);
  }

  @Override
  public boolean renew(Report report) {
    return reports.renew(report);
  }

  @Override
  public void done(Report report) {
    reports.done(report);
  }

  @Override
  public void later(Report report, Duration delay, String problem) {
    reports.later(report, delay, problem);
  }

  @Override
  public void giveUp(Report report, String problem) {
    reports.giveUp(report, problem);
  }

  @Override
  public void pause(AccountId account, Duration span) {
    reports.pause(account, span);
  }

  @Override
  public Optional<String> told(RepositoryId repository, String place) {
    return reports.told(repository, place);
  }

  @Override
  public void told(Report report, String place, String what) {
    reports.told(report, place, what);
  }

  @Override
  public Optional<String> problem(RepositoryId repository) {
    return reports.problem(repository);
  }
}
