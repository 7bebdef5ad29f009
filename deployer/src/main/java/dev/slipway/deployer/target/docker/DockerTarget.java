package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs releases on one Docker engine, each container on a loopback port of its own. What it knows
 * about them it reads from their labels, so that another process can go on where one died.
 */
public final class DockerTarget implements Target {
  private static final Duration FIRST_GLANCE = Duration.ofMillis(20);
  private static final Duration LONGEST_GLANCE = Duration.ofMillis(250);

  private final Engine engine;
  private final String installation;
  private final Engine.@Nullable Credentials credentials;
  private final ContainerStart container;

  /**
   * A target on that engine.
   *
   * @param installation tells this Slipway's containers from those of others on the same engine
   * @param credentials for pulling; null where the registry asks for none
   */
  public DockerTarget(
      Engine engine, String installation, Engine.@Nullable Credentials credentials) {
    this.engine = engine;
    this.installation = installation;
    this.credentials = credentials;
    this.container = new ContainerStart(engine, installation);
  }

  @Override
  public void prepare(Release release) throws TargetException {
    engine.provide(release.content().image().toString(), credentials);
  }

  @Override
  public List<Instance> start(Deployment deployment, Release release) throws TargetException {
    Map<Integer, Instance> replicas = adopt(deployment, release.content().spec().replicas());
    List<Integer> missing = new ArrayList<>();
    for (int replica = 1; replica <= release.content().spec().replicas(); replica++) {
      if (!replicas.containsKey(replica)) {
        missing.add(replica);
      }
    }
    if (missing.size() == 1) {
      int replica = missing.getFirst();
      replicas.put(replica, container.start(deployment, release, replica));
    } else {
      replicas.putAll(startTogether(deployment, release, missing));
    }
    return List.copyOf(replicas.values());
  }

  /** What an earlier attempt left: what runs is kept, the rest removed. */
  private Map<Integer, Instance> adopt(Deployment deployment, int most) throws TargetException {
    Map<Integer, Instance> running = new TreeMap<>();
    for (Container found : ofDeployment(deployment)) {
      Instance instance = Labels.instance(found.getId(), found.getLabels());
      int replica = Labels.number(found.getLabels(), Labels.REPLICA);
      boolean wanted = replica >= 1 && replica <= most && !running.containsKey(replica);
      if (wanted && "running".equals(found.getState())) {
        running.put(replica, instance);
      } else {
        remove(instance);
      }
    }
    return running;
  }

  private Map<Integer, Instance> startTogether(
      Deployment deployment, Release release, List<Integer> missing) throws TargetException {
    Map<Integer, Future<Instance>> starts = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int replica : missing) {
        starts.put(replica, threads.submit(() -> container.start(deployment, release, replica)));
      }
    }
    Map<Integer, Instance> started = new TreeMap<>();
    for (var start : starts.entrySet()) {
      started.put(start.getKey(), result(start.getValue()));
    }
    return started;
  }

  private static Instance result(Future<Instance> start) throws TargetException {
    try {
      return start.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TargetException cause) {
        throw cause;
      }
      throw new IllegalStateException("starting a container broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("told to stop while starting containers", "", true, e);
    }
  }

  @Override
  public void keep(Instance instance) throws TargetException {
    engine.ask(
        "set the restart policy of container " + instance.id(),
        docker ->
            docker
                .updateContainerCmd(instance.id())
                .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
                .exec());
  }

  @Override
  public Condition condition(Instance instance) throws TargetException {
    return inspect(instance).map(DockerTarget::condition).orElse(new Condition.Gone());
  }

  private static Condition condition(InspectContainerResponse found) {
    var state = found.getState();
    if (Boolean.TRUE.equals(state.getRunning()) && !Boolean.TRUE.equals(state.getRestarting())) {
      return new Condition.Running(health(state.getHealth()));
    }
    Long code = state.getExitCodeLong();
    return new Condition.Exited(
        code == null ? 0 : code.intValue(), Boolean.TRUE.equals(state.getOOMKilled()));
  }

  private static Health health(@Nullable HealthState state) {
    String status = state == null ? null : state.getStatus();
    return switch (status) {
      case "starting" -> Health.STARTING;
      case "healthy" -> Health.HEALTHY;
      case "unhealthy" -> Health.UNHEALTHY;
      case null, default -> Health.NONE;
    };
  }

  @Override
  public List<String> lastLines(Instance instance, int most) throws TargetException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    engine.ask(
        "read the output of container " + instance.id(),
        docker -> {
          try {
            return docker
                .logContainerCmd(instance.id())
                .withStdOut(true)
                .withStdErr(true)
                .withTail(most)
                .exec(collecting(output))
                .awaitCompletion();
          } catch (NotFoundException e) {
            return output;
          }
        });
    List<String> lines = output.toString(StandardCharsets.UTF_8).lines().toList();
    return lines.subList(Math.max(0, lines.size() - most), lines.size());
  }

  private static ResultCallback.Adapter<Frame> collecting(ByteArrayOutputStream output) {
    return new ResultCallback.Adapter<>() {
      @Override
      public void onNext(Frame frame) {
        output.writeBytes(frame.getPayload());
      }
    };
  }

  @Override
  public List<Instance> others(Deployment deployment) throws TargetException {
    return labelled(Map.of(Labels.SERVICE, deployment.service().value())).stream()
        .filter(found -> !deployment.id().value().equals(found.getLabels().get(Labels.DEPLOYMENT)))
        .map(found -> Labels.instance(found.getId(), found.getLabels()))
        .toList();
  }

  @Override
  public List<Instance> own(Deployment deployment) throws TargetException {
    return ofDeployment(deployment).stream()
        .map(found -> Labels.instance(found.getId(), found.getLabels()))
        .toList();
  }

  private List<Container> ofDeployment(Deployment deployment) throws TargetException {
    return labelled(Map.of(Labels.DEPLOYMENT, deployment.id().value()));
  }

  private List<Container> labelled(Map<String, String> labels) throws TargetException {
    Map<String, String> all = new LinkedHashMap<>(labels);
    all.put(Labels.INSTANCE, installation);
    return engine.ask(
        "list containers",
        docker -> docker.listContainersCmd().withShowAll(true).withLabelFilter(all).exec());
  }

  /**
   * Asks it to end, by its image's STOPSIGNAL or SIGTERM, and removes it. Not by the engine's own
   * stop call: that one answers only at the end of the grace period, and could not be told apart
   * from an engine that hangs.
   */
  @Override
  public void stop(Instance instance, Duration grace) throws TargetException {
    if (grace.isPositive()) {
      Optional<InspectContainerResponse> found = inspect(instance);
      if (found.isPresent() && signal(instance, found.get())) {
        awaitEnd(instance, grace);
      }
    }
    remove(instance);
  }

  private boolean signal(Instance instance, InspectContainerResponse found) throws TargetException {
    if (!(condition(found) instanceof Condition.Running)) {
      return false;
    }
    String wanted = stopSignal(found);
    return engine.ask(
        "send " + wanted + " to container " + instance.id(),
        docker -> {
          try {
            docker.killContainerCmd(instance.id()).withSignal(wanted).exec();
            return true;
          } catch (NotFoundException | ConflictException e) {
            // It ended by itself a moment ago.
            return false;
          }
        });
  }

  /** The image's choice; docker-java has no accessor of its own for it. */
  private static String stopSignal(InspectContainerResponse found) {
    Object chosen = found.getConfig().getRawValues().get("StopSignal");
    return chosen instanceof String name && !name.isEmpty() ? name : "SIGTERM";
  }

  private void awaitEnd(Instance instance, Duration grace) throws TargetException {
    long deadline = System.nanoTime() + grace.toNanos();
    Duration glance = FIRST_GLANCE;
    try {
      while (condition(instance) instanceof Condition.Running && System.nanoTime() < deadline) {
        Thread.sleep(glance);
        glance =
            glance.multipliedBy(2).compareTo(LONGEST_GLANCE) < 0
                ? glance.multipliedBy(2)
                : LONGEST_GLANCE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException(
          "told to stop while container " + instance.id() + " was ending", "", true, e);
    }
  }

  /** SIGKILL where it still runs; anonymous volumes go with it. */
  private void remove(Instance instance) throws TargetException {
    engine.ask(
        "remove container " + instance.id(),
        docker -> {
          try {
            docker.removeContainerCmd(instance.id()).withForce(true).withRemoveVolumes(true).exec();
          } catch (NotFoundException | NotModifiedException e) {
            return "it is gone already";
          } catch (ConflictException e) {
            // Somebody else's removal is in progress.
            return "it is going already";
          }
          return "removed";
        });
  }

  private Optional<InspectContainerResponse> inspect(Instance instance) throws TargetException {
    return engine.ask(
        "look at container " + instance.id(),
        docker -> {
          try {
            return Optional.of(docker.inspectContainerCmd(instance.id()).exec());
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }
}
