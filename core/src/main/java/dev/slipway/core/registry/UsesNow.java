package dev.slipway.core.registry;

import dev.slipway.core.Page;
import dev.slipway.core.deploy.NeededReleases;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Targets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads what needs images from the records of releases and from the places where containers run.
 * Safe for concurrent use; blocks.
 */
public final class UsesNow {
  private static final int AT_ONCE = 200;

  /** Of each service: what was deployed before these was deployed long ago. */
  private static final int MOST_RELEASES = 1000;

  private final Services services;
  private final Targets targets;

  public UsesNow(Services services, Targets targets) {
    this.services = services;
    this.targets = targets;
  }

  /**
   * How it is now. A target that cannot be asked is told in {@link Uses#unknown}, and so is a
   * container of a release that nobody remembers.
   */
  public Uses read() {
    Reading reading = new Reading();
    // Containers first: those of a release that begins meanwhile are covered by its record.
    inAllAtOnce().forEach(found -> found.addTo(reading));
    services.all().forEach(reading::addReleases);
    return new Uses(reading.uses, reading.lastDeployed, List.copyOf(reading.unknown));
  }

  /** Looks at every target at the same time: one that is away takes its time to say so. */
  private List<Found> inAllAtOnce() {
    List<Future<Found>> looks;
    // Closing waits until all have looked.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      looks =
          targets.names().stream().map(name -> threads.submit(() -> containersAt(name))).toList();
    }
    return looks.stream().map(Future::resultNow).toList();
  }

  private Found containersAt(String name) {
    Map<ServiceId, List<Target.Placed>> containers = new LinkedHashMap<>();
    Optional<Target> target = targets.find(name);
    try {
      if (target.isPresent()) {
        for (ServiceId service : target.get().services()) {
          containers.put(service, target.get().containers(service));
        }
      }
      return new Found(name, containers, "");
    } catch (TargetException e) {
      return new Found(
          name,
          Map.of(),
          "target %s cannot be asked what runs there: %s; %s"
              .formatted(name, e.getMessage(), e.hint()));
    }
  }

  /**
   * What runs at a target.
   *
   * @param trouble why that is not known; empty where it is
   */
  private record Found(
      String target, Map<ServiceId, List<Target.Placed>> containers, String trouble) {
    void addTo(Reading reading) {
      if (!trouble.isEmpty()) {
        reading.unknown.add(trouble);
      }
      containers.forEach(
          (service, all) -> all.forEach(one -> reading.addContainer(target, service, one)));
    }
  }

  private final class Reading {
    private final Map<String, List<ImageUse>> uses = new HashMap<>();
    private final Map<String, Instant> lastDeployed = new HashMap<>();
    private final Set<String> unknown = new TreeSet<>();

    private void addReleases(Service service) {
      for (NeededReleases.Needed needed : NeededReleases.of(services, service)) {
        Release release = needed.release();
        // Whoever asks is told of releases before the containers that run them.
        usesOf(release)
            .addFirst(new ImageUse.ByRelease(service.id(), release.number(), needed.why()));
      }
      int seen = 0;
      @Nullable String next = null;
      do {
        Page<Release> page = services.releases(service.id(), new Page.Request(AT_ONCE, next));
        for (Release release : page.items()) {
          lastDeployed.merge(
              release.content().image().digest(),
              release.content().createdAt(),
              (one, other) -> one.isAfter(other) ? one : other);
        }
        seen += page.items().size();
        next = seen < MOST_RELEASES ? page.next() : null;
      } while (next != null);
    }

    private void addContainer(String target, ServiceId service, Target.Placed placed) {
      ImageUse.ByContainer use =
          new ImageUse.ByContainer(
              service, placed.release(), target, placed.instance().id(), placed.running());
      services
          .release(service, placed.release())
          .ifPresentOrElse(
              release -> usesOf(release).add(use),
              () -> unknown.add(use.words() + " runs an image that no record names; remove it"));
    }

    private List<ImageUse> usesOf(Release release) {
      return uses.computeIfAbsent(release.content().image().digest(), _ -> new ArrayList<>());
    }
  }
}
