package dev.slipway.webhook;

import static dev.slipway.webhook.SampleChanges.A;
import static dev.slipway.webhook.SampleChanges.B;
import static dev.slipway.webhook.SampleChanges.C;
import static dev.slipway.webhook.SampleChanges.MAIN;
import static dev.slipway.webhook.SampleChanges.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Page;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState.Status;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.event.InMemoryEvents;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import dev.slipway.webhook.Reconciler.Pace;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final RepositoryId BLOG = new RepositoryId("rep_blog");

  private final Clock clock = Clock.systemUTC();
  private final InMemoryEvents events = new InMemoryEvents(clock);
  private final InMemoryBuildStore store =
      new InMemoryBuildStore(clock, _ -> new DeploymentId("unused"));
  private final Deliveries deliveries = store.deliveries();
  private final InMemoryRepositories repositories = new InMemoryRepositories();
  private final Map<RepositoryId, Map<GitRef, CommitSha>> remote = new HashMap<>();
  private final AtomicInteger looks = new AtomicInteger();

  @BeforeEach
  void add() {
    repositories.add(SampleChanges.shop());
    put(SampleChanges.SHOP, Map.of(MAIN, A));
    deliveries.baseline(SampleChanges.SHOP, Map.of(MAIN, A));
  }

  @Test
  void atTheStartAMissedPushIsBuiltAtOnce() throws Exception {
    put(SampleChanges.SHOP, Map.of(MAIN, B, TAG, B));
    try (Reconciler _ = start(new Pace(NEVER, NEVER, 4))) {
      Eventually.holds(() -> assertThat(builds()).hasSize(2));
    }
    assertThat(builds())
        .allSatisfy(build -> {
          assertThat(build.request().trigger()).isEqualTo(Trigger.RECONCILIATION);
          assertThat(build.request().commit().sha()).isEqualTo(B);
        });
    Delivery made = made().getFirst();
    assertThat(made.event()).isEqualTo("reconciliation");
    assertThat(made.proof()).startsWith("found by reconciliation: ").contains("bbbbbbb");
    assertThat(deliveries.heads(SampleChanges.SHOP))
        .isEqualTo(Map.of(MAIN, new Head(B, B, A), TAG, new Head(B, B, null)));
  }

  @Test
  void nothingIsMadeWhereNothingWasMissed() throws Exception {
    try (Reconciler _ = start(new Pace(SOON, SOON, 4))) {
      Eventually.holds(() -> assertThat(looks).hasValueGreaterThan(5));
    }
    assertThat(made()).isEmpty();
  }

  @Test
  void laterADifferenceCountsWhenItIsStillThere() throws Exception {
    try (Reconciler _ = start(new Pace(SOON, SOON, 4))) {
      Eventually.holds(() -> assertThat(looks).hasValueGreaterThan(1));
      put(SampleChanges.SHOP, Map.of(MAIN, B));
      Eventually.holds(() -> assertThat(builds()).hasSize(1));
      int then = looks.get();
      Eventually.holds(() -> assertThat(looks).hasValueGreaterThan(then + 3));
    }
    assertThat(made()).hasSize(1);
  }

  @Test
  void aWebhookThatIsMerelyOnItsWayIsNotForestalled() throws Exception {
    try (Reconciler _ = start(new Pace(SOON, Duration.ofMillis(300), 4))) {
      Eventually.holds(() -> assertThat(looks).hasValueGreaterThan(1));
      put(SampleChanges.SHOP, Map.of(MAIN, B));
      int before = looks.get();
      Eventually.holds(() -> assertThat(looks).hasValueGreaterThan(before));
      new StoreDelivery(deliveries, clock)
          .store(ReadAgain.of(SampleChanges.draft("1")), SampleChanges.shop());
      int then = looks.get();
      Eventually.holds(() -> assertThat(looks).hasValueGreaterThan(then + 3));
    }
    assertThat(made()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aRefThatIsGoneEndsWhatIsQueuedForIt() throws Exception {
    GitRef hats = GitRef.ofBranch("hats");
    put(SampleChanges.SHOP, Map.of(MAIN, A, hats, B));
    try (Reconciler _ = start(new Pace(SOON, SOON, 4))) {
      Eventually.holds(() -> assertThat(builds()).hasSize(1));
      put(SampleChanges.SHOP, Map.of(MAIN, A));
      Eventually.holds(
          () -> assertThat(builds().getFirst().state().status()).isEqualTo(Status.CANCELED));
    }
    assertThat(deliveries.heads(SampleChanges.SHOP)).containsOnlyKeys(MAIN);
  }

  @Test
  void theFailureOfOneRepositoryDoesNotStopTheOthers() throws Exception {
    repositories.add(blog(true));
    deliveries.baseline(BLOG, Map.of(MAIN, A));
    put(SampleChanges.SHOP, Map.of(MAIN, B)); // the blog cannot be asked
    try (Reconciler _ = start(new Pace(SOON, SOON, 1))) {
      Eventually.holds(() -> assertThat(builds()).hasSize(1));
      put(BLOG, Map.of(MAIN, C));
      Eventually.holds(() -> assertThat(builds()).hasSize(2));
    }
  }

  @Test
  void aDisabledRepositoryIsNotAsked() throws Exception {
    repositories.add(blog(false));
    put(BLOG, Map.of(MAIN, C));
    try (Reconciler _ = start(new Pace(SOON, SOON, 4))) {
      Eventually.holds(() -> assertThat(looks).hasValueGreaterThan(3));
    }
    assertThat(deliveries.heads(BLOG)).isEmpty();
  }

  @Test
  void whatANewRepositoryHoldsWasNotMissed() throws Exception {
    try (Reconciler _ = start(new Pace(NEVER, NEVER, 4))) {
      Eventually.holds(() -> assertThat(looks).hasValue(1));
      put(BLOG, Map.of(MAIN, C));
      repositories.add(blog(true));
      events.publish("repository", BLOG.value(), "added");
      Eventually.holds(() ->
          assertThat(deliveries.heads(BLOG)).isEqualTo(Map.of(MAIN, new Head(C, null, null))));
    }
    assertThat(builds()).isEmpty();
  }

  @Test
  void twoProcessesThatFindTheSameMakeOneBuild() throws Exception {
    put(SampleChanges.SHOP, Map.of(MAIN, B));
    try (Reconciler _ = start(new Pace(SOON, SOON, 4));
        Reconciler _ = start(new Pace(SOON, SOON, 4))) {
      Eventually.holds(() -> assertThat(looks).hasValueGreaterThan(10));
    }
    assertThat(builds()).hasSize(1);
    assertThat(made()).hasSize(1);
  }

  @Test
  void theForgeIsAskedFirstForWhatItCouldNotDeliver() throws Exception {
    put(SampleChanges.SHOP, Map.of(MAIN, B));
    AtomicInteger asked = new AtomicInteger();
    FailedDeliveries failed =
        _ -> {
          if (asked.incrementAndGet() > 1) {
            throw new ForgeException(ForgeException.Kind.UNAVAILABLE, "the forge is away", "wait");
          }
          new StoreDelivery(deliveries, clock)
              .store(undecided(), SampleChanges.shop()); // it comes before the second look
          return 1;
        };
    try (Reconciler _ = start(new Pace(SOON, SOON, 4), failed)) {
      Eventually.holds(() -> assertThat(asked).hasValueGreaterThan(3));
    }
    assertThat(made()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  private static Undecided undecided() {
    return ReadAgain.orNote(SampleChanges.draft("redelivered"));
  }

  private Reconciler start(Pace pace) {
    return start(pace, _ -> 0);
  }

  private Reconciler start(Pace pace, FailedDeliveries failed) {
    Reconciler.Ports ports = new Reconciler.Ports(repositories, deliveries, events, clock);
    return Reconciler.start(ports, this::heads, failed, pace);
  }

  private Map<GitRef, CommitSha> heads(Repository repository) throws IOException {
    synchronized (remote) {
      looks.incrementAndGet();
      Map<GitRef, CommitSha> heads = remote.get(repository.id());
      if (heads == null) {
        throw new IOException(repository.name() + " cannot be reached");
      }
      return heads;
    }
  }

  private void put(RepositoryId repository, Map<GitRef, CommitSha> heads) {
    synchronized (remote) {
      remote.put(repository, heads);
    }
  }

  private List<Build> builds() {
    return store.builds().list(Builds.Filter.ANY, new Page.Request(10, null)).items();
  }

  private List<Delivery> made() {
    return deliveries.list(null, new Page.Request(10, null)).items().stream()
        .filter(delivery -> delivery.event().equals("reconciliation"))
        .toList();
  }

  private static Repository blog(boolean enabled) {
    Repository shop = SampleChanges.shop();
    return new Repository(
        BLOG,
        shop.forge(),
        new RepositoryName("acme/blog"),
        shop.cloneUrl(),
        "main",
        shop.webhookSecret(),
        null,
        null,
        Triggers.DEFAULT,
        null,
        enabled,
        shop.createdAt());
  }
}
