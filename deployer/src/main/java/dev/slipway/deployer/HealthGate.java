package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target.Health;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.deployer.Outside.Verdict;
import dev.slipway.deployer.Outside.Verdict.Healthy;
import dev.slipway.deployer.Outside.Verdict.NotYet;
import java.time.Duration;
import java.util.List;

/**
 * Lets a release pass when all its containers are healthy. The first look is taken at once, and in
 * the first second others follow quickly, because most containers are up within it; none of these
 * counts as a failed try. What counts are the looks an interval apart, the first of them one
 * interval after the start period, as with Docker's HEALTHCHECK.
 */
final class HealthGate {
  private static final Duration QUICK_LOOKS_FOR = Duration.ofSeconds(1);
  private static final Duration QUICK_PAUSE = Duration.ofMillis(25);

  private final Vitals vitals;
  private final Outside outside;
  private final Time time;

  HealthGate(Vitals vitals, Outside outside, Time time) {
    this.vitals = vitals;
    this.outside = outside;
    this.time = time;
  }

  /**
   * Waits until every container is healthy.
   *
   * @return one sentence with the figures
   * @throws PhaseFailedException when one ended, or did not become healthy in time
   */
  String await(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Duration started = time.now();
    int tries = 0;
    for (Instance instance : instances) {
      tries += await(attempt, instance);
    }
    String who = instances.size() == 1 ? "" : Words.count(instances.size(), "container") + " ";
    return who
        + "healthy after "
        + Words.of(time.since(started))
        + ", "
        + Words.count(tries, "try");
  }

  private int await(Attempt attempt, Instance instance)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    HealthCheck check = attempt.spec().healthCheck();
    Probe probe = chosen(attempt, instance, check.probe());
    Duration started = time.now();
    Duration nextCounts = check.startPeriod().plus(check.interval());
    int tries = 0;
    int failed = 0;
    while (true) {
      attempt.checkpoint();
      tries++;
      if (!(look(attempt, instance, probe) instanceof NotYet(String because))) {
        return tries;
      }
      Duration elapsed = time.since(started);
      if (elapsed.compareTo(nextCounts) >= 0) {
        failed++;
        nextCounts = elapsed.plus(check.interval());
        if (failed >= check.retries()) {
          throw unhealthy(attempt, instance, probe, new Tried(elapsed, tries, because));
        }
      }
      time.pause(pauseAfter(elapsed, nextCounts, check));
    }
  }

  private static Duration pauseAfter(Duration elapsed, Duration nextCounts, HealthCheck check) {
    Duration wanted =
        elapsed.compareTo(QUICK_LOOKS_FOR) < 0
            ? shorter(QUICK_PAUSE, check.interval())
            : check.interval();
    return shorter(wanted, nextCounts.minus(elapsed));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * One look at a container that was healthy already.
   *
   * @throws PhaseFailedException when it does not run any more
   */
  Verdict look(Attempt attempt, Instance instance)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    return look(attempt, instance, chosen(attempt, instance, attempt.spec().healthCheck().probe()));
  }

  private Probe chosen(Attempt attempt, Instance instance, Probe asked)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    if (asked instanceof Probe.Inferred) {
      return vitals.of(attempt, instance) == Health.NONE ? new Probe.Tcp() : new Probe.OfImage();
    }
    return asked;
  }

  private Verdict look(Attempt attempt, Instance instance, Probe probe)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Duration timeout = attempt.spec().healthCheck().timeout();
    Verdict verdict =
        switch (probe) {
          case Probe.Http http ->
              outside.http(instance, attempt.spec().hosts().getFirst().host(), http, timeout);
          case Probe.Tcp _ -> outside.tcp(instance, timeout);
          case Probe.Command(List<String> words) -> command(attempt, instance, words, timeout);
          case Probe.OfImage _, Probe.Inferred _ -> image(attempt, instance);
        };
    if (verdict instanceof NotYet) {
      // Nobody needs to wait for a container that has ended.
      vitals.of(attempt, instance);
    }
    return verdict;
  }

  private Verdict command(Attempt attempt, Instance instance, List<String> words, Duration timeout)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    vitals.of(attempt, instance);
    int code = attempt.patience().insist(() -> attempt.target().check(instance, words, timeout));
    return code == 0 ? new Healthy() : new NotYet("it ended with exit code " + code);
  }

  private Verdict image(Attempt attempt, Instance instance)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    return switch (vitals.of(attempt, instance)) {
      case HEALTHY -> new Healthy();
      case STARTING -> new NotYet("it has not succeeded yet");
      case UNHEALTHY -> new NotYet("it says unhealthy");
      case NONE ->
          throw new PhaseFailedException(
              "the health check is the image's own, but the image has no HEALTHCHECK",
              "add HEALTHCHECK to the Dockerfile, or a path: `healthcheck: /up`",
              List.of());
    };
  }

  private PhaseFailedException unhealthy(
      Attempt attempt, Instance instance, Probe probe, Tried tried)
      throws LeaseLostException, InterruptedException {
    Integer known = attempt.spec().workload().port();
    int port = known == null ? instance.port() : known;
    return new PhaseFailedException(
        probeInWords(probe, port) + " " + tried,
        hint(probe, port, tried),
        vitals.lastLines(attempt, instance));
  }

  private static String probeInWords(Probe probe, int port) {
    return switch (probe) {
      case Probe.Http(String path, var wanted) ->
          "GET " + path + " on port " + port + " was not answered with " + wanted;
      case Probe.Tcp _ -> "port " + port + " did not open";
      case Probe.Command(List<String> words) ->
          "the command `" + String.join(" ", words) + "` did not succeed";
      case Probe.OfImage _, Probe.Inferred _ -> "the image's HEALTHCHECK did not succeed";
    };
  }

  private static String hint(Probe probe, int port, Tried tried) {
    return switch (probe) {
      case Probe.Http(String path, var wanted) when tried.because().startsWith("it answered") ->
          "have GET "
              + path
              + " answer "
              + wanted.from()
              + ", or name another path with `healthcheck:`";
      case Probe.Http _, Probe.Tcp _ ->
          "the program must listen on 0.0.0.0:"
              + port
              + ", not only on 127.0.0.1; if it listens on another port, say so with EXPOSE or"
              + " `deploy: port:`; if it needs longer, raise `healthcheck: start_period:`";
      case Probe.Command _ -> "run it inside the container, or name a path: `healthcheck: /up`";
      case Probe.OfImage _, Probe.Inferred _ ->
          "run the HEALTHCHECK command inside the container, or name a path: `healthcheck: /up`";
    };
  }

  /** What was tried, as the end of a sentence. */
  private record Tried(Duration length, int tries, String because) {
    @Override
    public String toString() {
      return "within " + Words.of(length) + " (" + Words.count(tries, "try") + "): " + because;
    }
  }
}
