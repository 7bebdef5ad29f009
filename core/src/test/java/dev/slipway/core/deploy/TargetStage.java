package dev.slipway.core.deploy;

import dev.slipway.core.Secret;
import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Order;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Workload;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** What is needed to hold a place that runs containers against what it must do. */
public abstract class TargetStage {
  protected static final int PORT = 8080;
  protected static final long MEMORY = 16L * 1024 * 1024;
  protected static final int PIDS = 77;
  protected static final Duration GRACE = Duration.ofSeconds(5);
  protected static final Duration PATIENCE = Duration.ofSeconds(30);
  protected static final String SECRET = "correct horse battery staple";

  /** The target, for one installation. */
  protected abstract Target target();

  /** A target on the same place for another installation. */
  protected abstract Target foreignTarget();

  /** With busybox in it, where the target can pull it. */
  protected abstract ImageReference image();

  /** The same with a HEALTHCHECK, as a Dockerfile has it. */
  protected abstract ImageReference imageWithHealthCheck(String name, String healthCheck)
      throws Exception;

  /** What a container does. */
  protected enum Behaviour {
    /** Answers on its port until it is told to end. */
    SERVES("exec httpd -f -p " + PORT + " -h /"),
    /**
     * Says "no config" on its standard output, a moment later "giving up" on the other, and ends
     * with exit code 3.
     */
    EXITS("echo no config; sleep 0.1; echo giving up >&2; exit 3"),
    /** Uses more memory than it may. */
    GREEDY("exec tail /dev/zero"),
    /** Does not end when it is told to. */
    STUBBORN("trap '' TERM; while true; do sleep 1; done"),
    /** Says "tick" ten times a second. */
    TICKS("while true; do echo tick; sleep 0.1; done"),
    /** Writes lines of every kind, the last one without an end, and ends two seconds later. */
    TALKS(
        "printf 'gr'; printf '\\303'; sleep 0.2; printf '\\274\\303\\237 gott\\r\\n';"
            + " echo >&2 oops; head -c 1000000 /dev/zero | tr '\\0' x; echo; printf 'no end';"
            + " sleep 2");

    private final String script;

    Behaviour(String script) {
      this.script = script;
    }

    List<String> command() {
      return List.of("sh", "-c", script);
    }
  }

  protected Started start(String service, Behaviour behaviour, int replicas)
      throws TargetException {
    return start(order(service, behaviour), replicas);
  }

  protected Started start(Order order, int replicas) throws TargetException {
    target().prepare(order.release());
    return new Started(order, target().start(order, replicas));
  }

  /** A fresh release of the service whose containers behave as asked. */
  protected Order order(String service, Behaviour behaviour) {
    return order(service, workload(behaviour));
  }

  protected Order order(String service, Workload workload) {
    return order(service, image(), workload);
  }

  protected static Order order(String service, ImageReference image, Workload workload) {
    NewRelease sample = SampleReleases.deploy(service, 1);
    Release release =
        new Release(
            1,
            new NewRelease(
                sample.deployment(),
                sample.service(),
                sample.repositoryId(),
                sample.repository(),
                image,
                sample.spec().withWorkload(workload),
                sample.secrets(),
                sample.commit(),
                sample.build(),
                sample.buildNumber(),
                sample.kind(),
                sample.rolledBackTo(),
                sample.automatic(),
                sample.by(),
                sample.reason(),
                sample.createdAt()));
    return new Order(deployment(release), release, Map.of("TOKEN", new Secret("TOKEN", SECRET)));
  }

  protected static Workload workload(Behaviour behaviour) {
    return workload(behaviour.command(), new Resources(500, MEMORY, PIDS), List.of());
  }

  protected static Workload workload(
      List<String> command, Resources resources, List<Workload.Volume> volumes) {
    return new Workload(
        PORT,
        command,
        Map.of(
            "GREETING",
            new EnvValue.Plain("Grüß Gott"),
            "API_TOKEN",
            new EnvValue.FromSecret("TOKEN")),
        volumes,
        resources,
        GRACE);
  }

  /** The rollout of a release, as it is while its containers are started. */
  protected static Deployment deployment(Release release) {
    return new Deployment(
        release.content().deployment(),
        release.service(),
        release.number(),
        release.content().kind(),
        Instant.EPOCH,
        1,
        new Starting(List.of()),
        List.of());
  }

  /** A shell in the container says whether it holds. */
  protected boolean holds(Instance instance, String script) throws TargetException {
    return target().check(instance, List.of("sh", "-c", script), PATIENCE) == 0;
  }

  /** Waits for a container to be as wanted, looking again and again. */
  protected Condition await(Instance instance, Predicate<Condition> wanted) throws TargetException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Condition seen = target().condition(instance);
    while (!wanted.test(seen) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      seen = target().condition(instance);
    }
    return seen;
  }

  /** Whether it answers, trying for as long as it may take. */
  protected static boolean answers(Instance instance) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (answersNow(instance)) {
        return true;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return false;
  }

  protected static boolean answersNow(Instance instance) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://" + instance + "/").toURL().openConnection();
      connection.setConnectTimeout(500);
      connection.setReadTimeout(500);
      return connection.getResponseCode() > 0;
    } catch (IOException _) {
      return false;
    }
  }

  /** What runs of the service, as addresses. */
  protected List<Instance> instances(String service) throws TargetException {
    return target().containers(ServiceId.of(service, "production")).stream()
        .map(Target.Placed::instance)
        .toList();
  }

  /** A release whose containers were started. */
  protected record Started(Order order, List<Instance> instances) {
    public Instance only() {
      return instances.getFirst();
    }
  }
}
