package dev.slipway.webhook.report;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import dev.slipway.core.report.Subject;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one report to its forge: reads the record as it is now, works out what the forge is to
 * show, and says it unless that was said last. Safe for concurrent use; blocks.
 */
public final class TellForge {
  private static final Logger LOG = LoggerFactory.getLogger(TellForge.class);

  /** After so many failures that nobody expected, trying again will not help. */
  private static final int MOST_SURPRISES = 20;

  private final Reports reports;
  private final Records records;
  private final Forges forges;
  private final Pages pages;
  private final Backoff backoff;
  private final TellStatus status;
  private final TellDeployment deployment;
  private final TellPullRequest pullRequest;

  /**
   * With everything that it reads and speaks to.
   *
   * @param random spreads the next tries of what failed together
   */
  public TellForge(
      Reports reports, Records records, Forges forges, Pages pages, RandomGenerator random) {
    this.reports = reports;
    this.records = records;
    this.forges = forges;
    this.pages = pages;
    this.backoff = new Backoff(random);
    this.status = new TellStatus(reports);
    this.deployment = new TellDeployment(reports, pages);
    this.pullRequest = new TellPullRequest(reports, pages);
  }

  /**
   * Tells it, or sees to it that it is told later, or gives it up and keeps the reason.
   *
   * @throws StoreUnavailableException when it is not known how far it came: the lease runs out, and
   *     then it is told again
   */
  public void tell(Report report) {
    Optional<Repository> repository = records.repositories().find(report.repository());
    Optional<Connection> connection = repository.map(Repository::connection);
    if (connection.isEmpty()) {
      reports.done(report);
      return;
    }
    Optional<Account> account = records.accounts().find(connection.get().account());
    if (account.isEmpty()) {
      reports.giveUp(
          report,
          "the account that %s was connected with is gone; connect the repository again"
              .formatted(repository.get().name()));
      return;
    }
    try {
      tell(new Errand(report, repository.get(), forges.of(account.get())));
      reports.done(report);
    } catch (ForgeException e) {
      refused(report, repository.get(), e);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      surprised(report, repository.get(), e);
    }
  }

  private void tell(Errand errand) throws ForgeException {
    switch (errand.report().subject()) {
      case Subject.OfBuild(BuildId id) -> {
        Optional<Build> build = records.builds().find(id);
        if (build.isPresent()) {
          tellBuild(errand, build.get());
        }
      }
      case Subject.OfPullRequest(BuildId id) -> {
        Optional<Build> build = records.builds().find(id);
        PullRequest of = build.map(Build::request).map(NewBuild::pullRequest).orElse(null);
        if (build.isPresent() && of != null) {
          pullRequest.tell(errand, of.number(), build.get());
        }
      }
      case Subject.OfDeployment(DeploymentId id) -> {
        Optional<Deployment> rollout = records.services().deployment(id);
        Optional<Release> release =
            rollout.flatMap(of -> records.services().release(of.service(), of.release()));
        if (rollout.isPresent() && release.isPresent()) {
          tellDeployment(errand, rollout.get(), release.get());
        }
      }
    }
  }

  private void tellBuild(Errand errand, Build build) throws ForgeException {
    News news = StatusOfBuild.of(build, records.queue().place(build.id()), pages.build(build.id()));
    status.tell(errand, build.request().commit().sha(), StatusOfBuild.CONTEXT, "build", news);
  }

  /** A token may be allowed one and not the other. */
  private void tellDeployment(Errand errand, Deployment rollout, Release release)
      throws ForgeException {
    News news = StatusOfDeployment.of(rollout, release, pages.service(rollout.service()));
    ForgeException refused = null;
    try {
      status.tell(
          errand,
          release.content().commit(),
          StatusOfDeployment.context(release),
          rollout.service().value(),
          news);
    } catch (ForgeException e) {
      if (e.kind().temporary()) {
        throw e;
      }
      refused = e;
    }
    deployment.tell(errand, rollout, release, news);
    if (refused != null) {
      throw refused;
    }
  }

  private void refused(Report report, Repository repository, ForgeException e) {
    String problem = e.getMessage() + (e.hint().isEmpty() ? "" : "; " + e.hint());
    switch (e.kind()) {
      case RATE_LIMITED -> {
        Duration span = backoff.afterLimit(e.retryAfter());
        LOG.info(
            "leaves account {} alone for {} s: {}", report.account(), span.toSeconds(), problem);
        reports.pause(report.account(), span);
        reports.later(report, span, problem);
      }
      case UNAVAILABLE ->
          reports.later(report, backoff.afterFailure(report.failures(), e.retryAfter()), problem);
      case UNAUTHORIZED, FORBIDDEN, NOT_FOUND, REFUSED -> {
        LOG.warn("cannot tell the {} of {}: {}", report.subject(), repository.name(), problem);
        reports.giveUp(report, problem);
      }
    }
  }

  /** A fault of ours, or an answer that nobody thought of. */
  private void surprised(Report report, Repository repository, RuntimeException e) {
    if (report.failures() == 0) {
      LOG.error("failed to tell the {} of {}", report.subject(), repository.name(), e);
    }
    String problem =
        "%s was not told, because Slipway failed (%s); its log says where"
            .formatted(repository.forge().id(), e);
    if (report.failures() < MOST_SURPRISES) {
      reports.later(report, backoff.afterFailure(report.failures(), null), problem);
    } else {
      reports.giveUp(report, problem);
    }
  }
}
