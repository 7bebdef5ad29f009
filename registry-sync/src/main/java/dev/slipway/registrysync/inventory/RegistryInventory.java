package dev.slipway.registrysync.inventory;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.registry.ImageInventory;
import dev.slipway.core.registry.RegistryContent;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.Removal;
import dev.slipway.core.registry.RemovalPlan;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.Uses;
import dev.slipway.registrysync.copy.Together;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.RegistryHttp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the registry by its API, all that begins with a prefix. Safe for concurrent use. */
public final class RegistryInventory implements ImageInventory {
  /** Somebody who looks at page after page need not wait for each. */
  private static final Duration FRESH_FOR = Duration.ofSeconds(10);

  private final Registries registries;
  private final String place;
  private final String prefix;
  private final Supplier<Uses> uses;
  private final Supplier<? extends Collection<ImageReference>> remembered;
  private final InstantSource clock;
  private final Manifests manifests;
  private final AtomicBoolean listsReferrers = new AtomicBoolean(true);
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock removing = new ReentrantLock();
  private volatile @Nullable RegistryContent last;

  /**
   * Knows where it is; nothing is asked yet.
   *
   * @param place {@code HOST[:PORT][/PREFIX]}; what is not below the prefix is not ours
   * @param uses asked anew whenever something is to be removed
   * @param remembered images that were put there and may be there without a tag; the repositories
   *     of registries that keep no list of them
   */
  public RegistryInventory(
      Registries registries,
      String place,
      Supplier<Uses> uses,
      Supplier<? extends Collection<ImageReference>> remembered,
      InstantSource clock) {
    int slash = place.indexOf('/');
    this.registries = registries;
    this.place = place;
    this.prefix = slash < 0 ? "" : place.substring(slash + 1) + "/";
    this.uses = uses;
    this.remembered = remembered;
    this.clock = clock;
    this.manifests = new Manifests(this::http);
  }

  @Override
  public RegistryContent all() throws RegistryException, InterruptedException {
    reading.lockInterruptibly();
    try {
      RegistryContent known = last;
      if (known == null || known.asOf().plus(FRESH_FOR).isBefore(clock.instant())) {
        known = readAll();
        last = known;
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  private RegistryContent readAll() throws RegistryException, InterruptedException {
    Instant asOf = clock.instant();
    Map<String, Set<Digest>> digests = rememberedByRepository();
    Optional<Set<String>> listed = new Catalog(http()).repositories();
    Set<String> names = new TreeSet<>(listed.orElse(digests.keySet()));
    names.removeIf(name -> !ours(name));
    Map<String, RepositoryContent> read = new ConcurrentHashMap<>();
    Together.each(names, name -> read.put(name, read(name, digests)));
    return new RegistryContent(
        http().registry().host(),
        asOf,
        new TreeMap<>(read).values().stream().filter(content -> !isEmpty(content)).toList(),
        listed.isPresent()
            ? ""
            : "the registry keeps no list of its repositories for us: these are the ones that"
                + " builds have pushed to");
  }

  /** A registry goes on listing repositories of which everything was removed. */
  private static boolean isEmpty(RepositoryContent content) {
    return content.manifests().isEmpty() && content.problems().isEmpty();
  }

  private Map<String, Set<Digest>> rememberedByRepository() {
    String start = http().registry().host() + "/";
    return remembered.get().stream()
        .filter(image -> image.repository().startsWith(start))
        .collect(
            Collectors.groupingBy(
                image -> image.repository().substring(start.length()),
                Collectors.mapping(image -> new Digest(image.digest()), Collectors.toSet())));
  }

  private RepositoryContent read(String name, Map<String, Set<Digest>> digests)
      throws InterruptedException {
    return new RepositoryReading(at(name), manifests, listsReferrers)
        .read(digests.getOrDefault(name, Set.of()));
  }

  @Override
  public Optional<RepositoryContent> repository(String name) throws InterruptedException {
    if (!ours(name)) {
      return Optional.empty();
    }
    return Optional.of(read(name, rememberedByRepository())).filter(content -> !isEmpty(content));
  }

  @Override
  public Removal plan(Removal.Wish wish) throws InterruptedException {
    Optional<RepositoryContent> content = repository(wish.repository());
    // After what is there: a release that comes into being meanwhile is among them.
    return content.isEmpty()
        ? new Removal.Absent()
        : RemovalPlan.of(content.get(), uses.get(), wish);
  }

  @Override
  public Removal remove(Removal.Wish wish) throws RegistryException, InterruptedException {
    removing.lockInterruptibly();
    try {
      Removal plan = plan(wish);
      return switch (plan) {
        case Removal.OfImages images -> deletions(wish).ofImages(images);
        case Removal.OfTag tag -> deletions(wish).ofTag(tag);
        case Removal.Refused _, Removal.Absent _ -> plan;
      };
    } finally {
      last = null;
      removing.unlock();
    }
  }

  /** As it is spoken to now; an administrator may change that. */
  private RegistryHttp http() {
    return registries.at(place);
  }

  private Deletions deletions(Removal.Wish wish) {
    return new Deletions(at(wish.repository()), http());
  }

  private boolean ours(String name) {
    try {
      return new RepositoryName(http().registry().host(), name).path().startsWith(prefix);
    } catch (InvalidValueException _) {
      return false;
    }
  }

  private RemoteRepository at(String name) {
    return RemoteRepository.of(new RepositoryName(http().registry().host(), name), registries);
  }
}
