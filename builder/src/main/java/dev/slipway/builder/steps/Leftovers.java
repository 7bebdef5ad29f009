package dev.slipway.builder.steps;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.Failure.Infrastructure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Removes what builds have on the engine, found by its labels. Safe for concurrent use. */
final class Leftovers {
  /** The engine takes a moment to let go of what a container used. */
  private static final int MOST_ROUNDS = 20;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Containers containers;
  private final String instance;

  Leftovers(Containers containers, String instance) {
    this.containers = containers;
    this.instance = instance;
  }

  /** The builds that have anything here. */
  Set<BuildId> builds() throws BuildFailedException {
    Found found = find(Map.of(Labels.INSTANCE, instance));
    Set<BuildId> builds = new HashSet<>();
    Stream.of(
            found.containers().stream().map(Container::getLabels),
            found.volumes().stream().map(InspectVolumeResponse::getLabels),
            found.networks().stream().map(Network::getLabels))
        .flatMap(labels -> labels)
        .filter(Objects::nonNull)
        .map(labels -> labels.get(Labels.BUILD))
        .filter(Objects::nonNull)
        .forEach(build -> builds.add(new BuildId(build)));
    return builds;
  }

  /**
   * Removes containers, networks and volumes of a build, running or not; caches stay. Also what
   * another builder on the same engine had of it: whoever has the build now is the only one.
   *
   * @throws BuildFailedException when something cannot be removed, with the first thing in its way
   */
  void remove(BuildId build) throws BuildFailedException {
    for (int round = 1; ; round++) {
      Found found = find(Map.of(Labels.BUILD, build.value()));
      if (found.isEmpty()) {
        return;
      }
      if (round == MOST_ROUNDS) {
        throw new BuildFailedException(
            new Infrastructure(
                "the engine does not let go of " + found + " of build " + build,
                "remove it by hand: `docker ps -a --filter label=" + Labels.BUILD + "=" + build,
                false));
      }
      if (round > 1) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      remove(found);
    }
  }

  private void remove(Found found) throws BuildFailedException {
    for (Container container : found.containers()) {
      quietly(() -> containers.remove(container.getId()));
    }
    for (Network network : found.networks()) {
      quietly(() ->
          containers.ask(
              "remove network " + network.getName(),
              docker -> docker.removeNetworkCmd(network.getId()).exec()));
    }
    for (InspectVolumeResponse volume : found.volumes()) {
      quietly(() ->
          containers.ask(
              "remove volume " + volume.getName(),
              docker -> docker.removeVolumeCmd(volume.getName()).exec()));
    }
  }

  /** What is in use still, or gone already, shows in the next round. */
  private static void quietly(Removal removal) throws BuildFailedException {
    try {
      removal.run();
    } catch (BuildFailedException e) {
      boolean maybeLater =
          e.getCause() instanceof NotFoundException
              || e.getCause() instanceof ConflictException
              || (e.getCause() instanceof DockerException refused
                  && Containers.said(refused).contains("has active endpoints"));
      if (!maybeLater) {
        throw e;
      }
    }
  }

  private Found find(Map<String, String> labels) throws BuildFailedException {
    List<String> filter = Labels.filter(labels);
    return containers.ask(
        "list what builds have there",
        docker -> {
          List<InspectVolumeResponse> volumes =
              docker.listVolumesCmd().withFilter("label", filter).exec().getVolumes();
          return new Found(
              docker.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec(),
              volumes == null ? List.of() : volumes,
              docker.listNetworksCmd().withFilter("label", filter).exec());
        });
  }

  /** One thing to remove. */
  @FunctionalInterface
  private interface Removal {
    void run() throws BuildFailedException;
  }

  private record Found(
      List<Container> containers, List<InspectVolumeResponse> volumes, List<Network> networks) {

    boolean isEmpty() {
      return containers.isEmpty() && volumes.isEmpty() && networks.isEmpty();
    }

    @Override
    public String toString() {
      return containers.size()
          + " containers, "
          + networks.size()
          + " networks and "
          + volumes.size()
          + " volumes";
    }
  }
}
