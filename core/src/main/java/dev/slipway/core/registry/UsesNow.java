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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    targets.names().forEach(reading::addContainers);
    services.all().forEach(reading::addReleases);
    return new Uses(reading.uses, reading.lastDeployed, List.copyOf(reading.unknown));
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

    private void addContainers(String name) {
      Optional<Target> target = targets.find(name);
      if (target.isEmpty()) {
        return;
      }
      try {
        for (ServiceId service : target.get().services()) {
          for (Target.Placed placed : target.get().containers(service)) {
            addContainer(name, service, placed);
          }
        }
      } catch (TargetException e) {
        unknown.add(
            "target %s cannot be asked what runs there: %s; %s"
                .formatted(name, e.getMessage(), e.hint()));
      }
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
