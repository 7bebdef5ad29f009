package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Glob;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NeededReleases.Why;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.registry.ImageUse;
import dev.slipway.core.registry.PushGate;
import dev.slipway.core.registry.RegistryCleaning;
import dev.slipway.core.registry.Uses;
import dev.slipway.core.retention.InMemoryRetentionRules;
import dev.slipway.core.retention.RetentionPlanner;
import dev.slipway.core.retention.RetentionResult;
import dev.slipway.core.retention.RetentionResult.Removed;
import dev.slipway.core.retention.RetentionResult.Skipped;
import dev.slipway.core.retention.RetentionRule;
import dev.slipway.core.retention.RetentionRule.Keep;
import dev.slipway.core.retention.RetentionRun;
import dev.slipway.core.sync.SyncRule.Trigger;
import dev.slipway.registrysync.inventory.RegistryInventory;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.retention.Prune;
import dev.slipway.registrysync.retention.Sight;
import dev.slipway.registrysync.wire.Backoff;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.WireSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules carried out on a real registry; skopeo says what can still be pulled. */
class PruneIT {
  private static final String SBOM = "application/vnd.cyclonedx+json";
  private static final ServiceId SHOP = ServiceId.of("shop", "production");
  private static final Keep NEWEST = new Keep(1, Duration.ZERO, Duration.ZERO, List.of());
  private final Instant old = Instant.now().minus(Duration.ofDays(90));
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @TempDir static Path folder;
  private static DebianRegistry registry;
  private static Registries registries;
  private final InMemoryRetentionRules rules = new InMemoryRetentionRules();
  private final InMemoryBuildStore builds =
      new InMemoryBuildStore(Clock.systemUTC(), _ -> new DeploymentId("dep_1"));

  /** What happens just before what is in use is looked at for the first time, the second, ... */
  private final Deque<Callable<?>> meanwhile = new ArrayDeque<>();

  private Uses uses = Uses.NONE;
  private Instant now = Instant.now();
  private String repository;
  private SampleImages images;

  @BeforeAll
  static void start() throws Exception {
    registry = DebianRegistry.start(Files.createDirectories(folder.resolve("registry")), false);
    registries =
        new Registries(
            WireSettings.trusting(Set.of()),
            Logins.NONE,
            InstantSource.system(),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), 2));
  }

  @AfterAll
  static void stop() {
    registries.close();
    registry.close();
  }

  @BeforeEach
  void name() {
    repository = "p" + NUMBERS.incrementAndGet() + "/acme/shop";
    images = new SampleImages(registry, repository);
  }

  @Test
  void aDryRunTellsOfEachImageAndRemovesNothing() throws Exception {
    String old = image("v1", 30, "own", "shared");
    String young = image("v2", 10, "shared");
    rule(NEWEST);

    RetentionPlanner.Plan plan = prune(null).plan(repository);

    assertThat(plan.repositories()).hasSize(1);
    Map<String, String> because = new TreeMap<>();
    plan.repositories()
        .getFirst()
        .images()
        .forEach(image -> because.put(image.digest(), image.because()));
    assertThat(because).containsOnly(Map.entry(old, ""), Map.entry(young, "one of the newest 1"));
    assertThat(plan.bytes()).isEqualTo("own".length() + configSize(old));
    assertThat(pulled("v1")).isEqualTo(old);
  }

  @Test
  void anImageGoesWithItsPartsAndReferrersAndWhatStaysCanBePulledWhole() throws Exception {
    Signed gone = signedIndex("v1", 60);
    Signed stays = signedIndex("v2", 30);
    rule(NEWEST);

    RetentionResult result = prune(null).carryOut(repository);

    assertThat(result.problems()).isEmpty();
    assertThat(result.skipped()).isEmpty();
    assertThat(result.removed())
        .extracting(Removed::digest)
        .containsExactlyInAnyOrderElementsOf(gone.all());
    assertThat(result.note()).contains("not Slipway's to clean");
    assertThat(find("v1")).isNull();
    for (String digest : stays.all()) {
      assertThat(find(digest)).isEqualTo(digest);
    }
    Skopeo.pull(
        registry.host() + "/" + repository + ":v2",
        Files.createDirectory(folder.resolve("pulled" + NUMBERS.incrementAndGet())).toString());
  }

  @Test
  void nothingThatIsNeededGoesWhateverTheRuleSays() throws Exception {
    Signed live = signedIndex("v1", 60);
    image("v2", 30, "newest");
    use(live.index(), Why.LIVE);
    rule(NEWEST);

    RetentionResult result = prune(null).carryOut(repository);

    assertThat(result.removed()).isEmpty();
    assertThat(result.kept()).isEqualTo(live.all().size() + 1);
  }

  @Test
  void whatADeployNeedsThatBeganMeanwhileIsSkippedAndSoIsAllThatBelongsToIt() throws Exception {
    Signed old = signedIndex("v1", 60);
    String other = image("v2", 50, "other");
    image("v3", 30, "newest");
    rule(NEWEST);
    // Looked at once to see whether there is anything to do, once with the gate closed.
    meanwhile.add(() -> "");
    meanwhile.add(() -> "");
    meanwhile.add(() -> use(old.index(), Why.ON_ITS_WAY));

    RetentionResult result = prune(null).carryOut(repository);

    assertThat(result.removed()).extracting(Removed::digest).containsExactly(other);
    assertThat(result.skipped())
        .extracting(Skipped::digest)
        .containsExactlyInAnyOrderElementsOf(old.all());
    assertThat(result.skipped())
        .anySatisfy(one -> assertThat(one.because()).contains("needed by release v1 of service"));
    assertThat(pulled("v1")).isEqualTo(old.index());
  }

  @Test
  void aTagThatSomebodyMovesMeanwhileKeepsWhatItLeadsTo() throws Exception {
    String old = image("v1", 60, "old");
    image("v2", 30, "newest");
    rule(new Keep(1, Duration.ZERO, Duration.ZERO, List.of(new Glob("release-*"))));
    meanwhile.add(() -> "");
    meanwhile.add(() -> {
      images.tag("release-7", old);
      return old;
    });

    RetentionResult result = prune(null).carryOut(repository);

    assertThat(result.removed()).isEmpty();
    assertThat(result.skipped())
        .containsExactly(new Skipped(repository, old, "meanwhile: tag release-7 is kept"));
  }

  @Test
  void whileABuildRunsItsRepositoryIsLeftForTheNextTime() throws Exception {
    image("v1", 60, "old");
    image("v2", 30, "newest");
    rule(NEWEST);
    builds.builds().add(SampleBuilds.push(SampleBuilds.SHOP, SampleBuilds.MAIN));
    assertThat(builds.queue().claim(new WorkerId("one"), Duration.ZERO)).isPresent();

    RetentionResult result = prune(null).carryOut(RetentionRun.EVERYTHING);

    assertThat(result.removed()).isEmpty();
    assertThat(result.skipped())
        .singleElement()
        .satisfies(one -> assertThat(one.because()).contains("a build of acme/shop is running"));
  }

  @Test
  void whenATargetCannotBeAskedNothingIsRemoved() throws Exception {
    image("v1", 60, "old");
    image("v2", 30, "newest");
    rule(NEWEST);
    uses = new Uses(Map.of(), Map.of(), List.of("target swarm cannot be asked"));

    RetentionResult result = prune(null).carryOut(repository);

    assertThat(result.removed()).isEmpty();
    assertThat(result.skipped())
        .singleElement()
        .satisfies(one -> assertThat(one.because()).contains("target swarm cannot be asked"));
  }

  @Test
  void resultsOfBuildStepsGoByTheirAgeAndAreNotCountedAsImages() throws Exception {
    String cache = image("slipway-cache-main-1f", 10, "steps");
    String staleCache = image("slipway-cache-gone-2e", 40, "stale");
    image("v1", 50, "newest");
    rule(NEWEST);

    RetentionResult result = prune(null).carryOut(repository);

    assertThat(result.removed()).extracting(Removed::digest).containsExactly(staleCache);
    assertThat(pulled("slipway-cache-main-1f")).isEqualTo(cache);
  }

  @Test
  void anImageThatDoesNotSayWhenItWasMadeStays() throws Exception {
    String ageless = images.imageOf(Instant.EPOCH, "ageless".getBytes(UTF_8));
    images.tag("v1", ageless);
    image("v2", 30, "newest");
    rule(NEWEST);

    assertThat(prune(null).carryOut(repository).removed())
        .extracting(Removed::digest)
        .doesNotContain(ageless);
  }

  @Test
  void theRegistryIsCleanedAtTheEndWhereTheRuleSaysSo() throws Exception {
    image("v1", 60, "old");
    image("v2", 30, "newest");
    rule(NEWEST);
    RegistryCleaning.Freed freed = new RegistryCleaning.Freed(2, 10, 4, Duration.ofMillis(5));

    RetentionResult result = prune(() -> freed).carryOut(repository);

    assertThat(result.freed()).isEqualTo(freed);
    assertThat(result.note()).isEmpty();
  }

  private Prune prune(@Nullable RegistryCleaning cleaning) {
    RegistryInventory inventory =
        new RegistryInventory(
            registries,
            registry.host() + "/" + repository.substring(0, repository.indexOf('/')),
            () -> uses,
            Set::<ImageReference>of,
            InstantSource.system());
    Sight sight = new Sight(inventory, this::lookedAt, builds.builds(), this::later);
    return new Prune(
        rules,
        sight,
        path -> RemoteRepository.of(new RepositoryName(registry.host(), path), registries),
        PushGate.alwaysOpen(),
        cleaning);
  }

  private Uses lookedAt() {
    Callable<?> next = meanwhile.poll();
    try {
      var _ = next == null ? "" : next.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return uses;
  }

  /** Each look at the clock finds it two seconds on: nothing that was seen before is fresh. */
  private Instant later() {
    now = now.plusSeconds(2);
    return now;
  }

  private void rule(Keep keep) {
    rules.put(new RetentionRule(repository, keep, true, Trigger.BY_HAND));
  }

  private String use(String digest, Why why) {
    uses =
        new Uses(
            Map.of(digest, List.of(new ImageUse.ByRelease(SHOP, 1, why))), Map.of(), List.of());
    return digest;
  }

  private String image(String tag, int days, String... layers) throws Exception {
    byte[][] contents = new byte[layers.length][];
    for (int i = 0; i < layers.length; i++) {
      contents[i] = layers[i].getBytes(UTF_8);
    }
    String digest = images.imageOf(old.plus(Duration.ofDays(90 - days)), contents);
    images.tag(tag, digest);
    return digest;
  }

  /** An index of two, with an SBOM of one part and a signature of the whole, each listed by tag. */
  private Signed signedIndex(String tag, int days) throws Exception {
    Instant created = old.plus(Duration.ofDays(90 - days));
    String amd = images.imageOf(created, (tag + "amd").getBytes(UTF_8));
    String arm = images.imageOf(created, (tag + "arm").getBytes(UTF_8));
    String index = images.index(SampleImages.OCI_INDEX, amd + " linux/amd64", arm + " linux/arm64");
    images.tag(tag, index);
    String sbom = images.referrer(SBOM, amd, "parts".getBytes(UTF_8));
    String list = images.index(SampleImages.OCI_INDEX, sbom);
    images.tag(new Digest(amd).asTag(), list);
    String signature = images.image(SampleImages.OCI, "", (tag + "signature").getBytes(UTF_8));
    images.tag(new Digest(index).asTag() + ".sig", signature);
    return new Signed(index, List.of(index, amd, arm, sbom, list, signature));
  }

  private record Signed(String index, List<String> all) {}

  private long configSize(String digest) throws Exception {
    return RemoteRepository.of(new RepositoryName(registry.host(), repository), registries)
        .manifest(digest)
        .orElseThrow()
        .blobs()
        .getFirst()
        .size();
  }

  private String pulled(String tag) throws Exception {
    return Digest.of(Skopeo.raw(registry.host() + "/" + repository + ":" + tag).getBytes(UTF_8))
        .text();
  }

  private @Nullable String find(String reference) throws Exception {
    return RemoteRepository.of(new RepositoryName(registry.host(), repository), registries)
        .find(reference)
        .map(Digest::text)
        .orElse(null);
  }
}
