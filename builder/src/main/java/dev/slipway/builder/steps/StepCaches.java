package dev.slipway.builder.steps;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.builder.image.Engine;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The folders that steps keep from one build to the next: a volume for each path of each branch of
 * each repository. A branch's first build finds it with what the image has at that path: nothing is
 * copied from other branches, since whoever may push to one could then leave something for another.
 * Volumes cannot be labelled anew, so that an empty one beside each says by its own labels on which
 * day it was used last. Safe for concurrent use.
 */
public final class StepCaches {
  private static final String PREFIX = "slipway-cache-";

  private final Containers containers;
  private final String instance;
  private final Clock clock;

  /**
   * The caches of one Slipway on an engine.
   *
   * @param instance tells it from others on the same engine
   */
  public StepCaches(Engine engine, String instance, Clock clock) {
    this.containers = new Containers(engine);
    this.instance = instance;
    this.clock = clock;
  }

  /**
   * Removes caches that no build has used for that long, counted in whole days.
   *
   * @return how many there were; those in use stay
   */
  public int prune(Duration olderThan) throws BuildFailedException {
    long oldest = today() - olderThan.toDays();
    Map<String, Long> lastUse = new HashMap<>();
    List<String> caches = new ArrayList<>();
    for (InspectVolumeResponse volume : volumes()) {
      Map<String, String> labels = Objects.requireNonNullElse(volume.getLabels(), Map.of());
      String cache = labels.get(Labels.CACHE);
      if (cache != null) {
        long day = Long.parseLong(labels.getOrDefault(Labels.DAY, "0"));
        lastUse.merge(cache, day, Math::max);
        if (day < oldest) {
          remove(volume.getName());
        }
      } else if (labels.containsKey(Labels.PATH)) {
        caches.add(volume.getName());
      }
    }
    int removed = 0;
    for (String cache : caches) {
      boolean unused = lastUse.getOrDefault(cache, Long.MIN_VALUE) < oldest;
      if (unused && remove(cache)) {
        removed++;
      }
    }
    return removed;
  }

  /** The volume of a path, made where there is none yet, and noted as used today. */
  String use(RepositoryId repository, GitRef ref, String path) throws BuildFailedException {
    String name = name(repository, ref, path);
    long day = today();
    // The note first, so that a prune at this moment does not take the volume away.
    create(
        name + "-" + day,
        Map.of(Labels.INSTANCE, instance, Labels.CACHE, name, Labels.DAY, String.valueOf(day)));
    create(
        name,
        Map.of(
            Labels.INSTANCE,
            instance,
            Labels.REPOSITORY,
            repository.value(),
            Labels.REF,
            ref.name(),
            Labels.PATH,
            path));
    return name;
  }

  /** The volume of a path, where there is one. */
  Optional<String> find(RepositoryId repository, GitRef ref, String path)
      throws BuildFailedException {
    String name = name(repository, ref, path);
    return containers.ask(
        "look for a volume",
        docker -> {
          try {
            return Optional.of(docker.inspectVolumeCmd(name).exec().getName());
          } catch (NotFoundException _) {
            return Optional.empty();
          }
        });
  }

  private String name(RepositoryId repository, GitRef ref, String path) {
    String what = String.join("\n", instance, repository.value(), ref.name(), path);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      return PREFIX + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void create(String name, Map<String, String> labels) throws BuildFailedException {
    containers.ask(
        "create a volume",
        docker -> docker.createVolumeCmd().withName(name).withLabels(labels).exec());
  }

  private List<InspectVolumeResponse> volumes() throws BuildFailedException {
    List<String> filter = Labels.filter(Map.of(Labels.INSTANCE, instance));
    List<InspectVolumeResponse> found =
        containers.ask(
            "list volumes",
            docker -> docker.listVolumesCmd().withFilter("label", filter).exec().getVolumes());
    return Objects.requireNonNullElse(found, List.of());
  }

  private boolean remove(String volume) throws BuildFailedException {
    return containers.ask(
        "remove volume " + volume,
        docker -> {
          try {
            docker.removeVolumeCmd(volume).exec();
            return true;
          } catch (ConflictException | NotFoundException _) {
            // A build uses it at this moment, or somebody else removed it.
            return false;
          }
        });
  }

  private long today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
  }
}
