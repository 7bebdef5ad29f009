package dev.slipway.registrysync.retention;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.registry.ImageInventory;
import dev.slipway.core.registry.ImageOrigins;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.Uses;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.registrysync.inventory.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a repository and at what depends on it, in an order in which nothing is missed. Safe for
 * concurrent use.
 */
public final class Sight {
  private static final Duration FRESH_FOR = Duration.ofSeconds(1);

  private final ImageInventory inventory;
  private final Supplier<Uses> uses;
  private final Builds builds;
  private final InstantSource clock;

  /**
   * Knows whom to ask.
   *
   * @param uses asked anew at every look
   */
  public Sight(ImageInventory inventory, Supplier<Uses> uses, Builds builds, InstantSource clock) {
    this.inventory = inventory;
    this.uses = uses;
    this.builds = builds;
    this.clock = clock;
  }

  ImageInventory inventory() {
    return inventory;
  }

  /**
   * How a repository was in one moment.
   *
   * @param at when looking began
   */
  record View(Instant at, RepositoryContent content, Snapshot snapshot) {}

  /** When builds made images: read once for many looks, since that never changes. */
  Function<String, Optional<Instant>> built() {
    ImageOrigins origins = ImageOrigins.of(builds);
    return digest -> origins.of(digest).flatMap(Sight::finished);
  }

  private static Optional<Instant> finished(Build build) {
    return build.state() instanceof BuildState.Succeeded done
        ? Optional.of(done.finishedAt())
        : Optional.empty();
  }

  /**
   * Looks at a repository; empty where there is none.
   *
   * @throws RegistryException where it cannot be known what of it is needed
   */
  Optional<View> look(String repository, Function<String, Optional<Instant>> built)
      throws RegistryException, InterruptedException {
    Instant at = clock.instant();
    // Before the releases: a build that has ended by now has handed its releases over.
    refuseWhileBuilding(repository);
    RepositoryContent content = inventory.repository(repository).orElse(null);
    if (content == null) {
      return Optional.empty();
    }
    Snapshot snapshot = Snapshots.of(content, uses.get(), built);
    return Optional.of(new View(at, content, Circumstances.of(content, snapshot, at)));
  }

  /**
   * Looks again, unless that was less than a second ago.
   *
   * @throws RegistryException also when the repository is gone
   */
  View lookAgain(View last, String repository, Function<String, Optional<Instant>> built)
      throws RegistryException, InterruptedException {
    if (clock.instant().isBefore(last.at().plus(FRESH_FOR))) {
      return last;
    }
    return look(repository, built)
        .orElseThrow(
            () -> new RegistryException("somebody else has removed all of " + repository, ""));
  }

  /** A build has pushed its images for some time before its releases name them. */
  private void refuseWhileBuilding(String repository) throws RegistryException {
    for (RepositoryName source : building()) {
      String built = plain(source.value());
      String path = plain(repository);
      if (path.equals(built) || path.endsWith("/" + built) || (path + "/").contains(built + "/")) {
        throw new RegistryException(
            "a build of " + source + " is running, whose images no release names yet",
            "it is left for the next time");
      }
    }
  }

  /** The registry's form of a name differs from the forge's where that has other characters. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9/]", "");
  }

  private List<RepositoryName> building() {
    List<RepositoryName> building = new ArrayList<>();
    Builds.Filter running = new Builds.Filter(null, null, BuildState.Status.RUNNING);
    @Nullable String next = null;
    do {
      Page<Build> page = builds.list(running, new Page.Request(Page.Request.MOST, next));
      page.items().forEach(build -> building.add(build.request().repository()));
      next = page.next();
    } while (next != null);
    return building;
  }
}
