package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.Page;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.source.InMemoryRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of deliveries while the store is away, and after. */
class ReceivedOnDiskTest {
  @TempDir Path root;
  private final Clock clock = Clock.systemUTC();
  private final InMemoryBuildStore store =
      new InMemoryBuildStore(clock, _ -> new DeploymentId("unused"));
  private final InMemoryRepositories repositories = new InMemoryRepositories();
  private final TroubledDeliveries deliveries = new TroubledDeliveries(store.deliveries());
  private final RememberedRepositories remembered =
      RememberedRepositories.of(repositories, store.events());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private DiskQueue disk;
  private Lines lines;

  @BeforeEach
  void open() throws Exception {
    repositories.add(SampleChanges.shop());
    start();
  }

  private void start() throws Exception {
    disk =
        DiskQueue.start(
            Spool.open(root.resolve("spool"), 1 << 20),
            new StoreDelivery(deliveries, clock),
            remembered);
    lines = new Lines(deliveries, disk, threads, clock);
  }

  @AfterEach
  void close() throws Exception {
    disk.close();
    threads.close();
    remembered.close();
  }

  @Test
  void whatTheStoreDoesNotTakeIsKeptAndStoredInOrderWhenItIsBack() throws Exception {
    deliveries.away(true);
    List<String> ids = IntStream.range(0, 20).mapToObj(i -> "id-" + i).toList();
    for (String id : ids) {
      assertThat(take(id)).isEqualTo(new Answer.KeptOnDisk(SampleChanges.draft(id).id(), false));
    }
    assertThat(stored()).isEmpty();
    deliveries.away(false);
    Eventually.holds(() -> assertThat(stored()).isEqualTo(ids));
    assertThat(builds()).isEqualTo(1);
    Eventually.holds(() -> assertThat(take("next")).isInstanceOf(Answer.Accepted.class));
  }

  @Test
  void whatARunLeftOnDiskIsStoredByTheNext() throws Exception {
    deliveries.away(true);
    take("one");
    take("two");
    disk.close();
    deliveries.away(false);
    assertThat(stored()).isEmpty();
    start();
    Eventually.holds(() -> assertThat(stored()).containsExactly("one", "two"));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void theSameDeliveryIsOneOnDiskAndOneInTheStore() throws Exception {
    take("before");
    deliveries.away(true);
    assertThat(take("before")).isInstanceOf(Answer.KeptOnDisk.class);
    assertThat(take("one")).isInstanceOf(Answer.KeptOnDisk.class);
    assertThat(take("one")).isEqualTo(new Answer.KeptOnDisk(SampleChanges.draft("one").id(), true));
    deliveries.away(false);
    Eventually.holds(() -> assertThat(stored()).containsExactly("before", "one"));
  }

  @Test
  void aDeliveryThatWasStoredButNotDeletedIsStoredOnce() throws Exception {
    deliveries.away(true);
    take("one");
    Path copy = root.resolve("copy");
    try (Stream<Path> files = Files.list(root.resolve("spool"))) {
      Files.copy(files.findFirst().orElseThrow(), copy);
    }
    deliveries.away(false);
    Eventually.holds(() -> assertThat(stored()).containsExactly("one"));
    disk.close();
    Files.copy(copy, root.resolve("spool").resolve("000000000000000000-dlv_one.delivery"));
    start();
    Eventually.holds(() -> assertThat(filesOnDisk()).isZero());
    assertThat(stored()).containsExactly("one");
  }

  @Test
  void whatCannotBeStoredBlocksNothing() throws Exception {
    deliveries.away(true);
    take("poison");
    take("one");
    deliveries.refuse("poison");
    deliveries.away(false);
    Eventually.holds(() -> assertThat(stored()).containsExactly("one"));
    assertThat(root.resolve("spool/unreadable")).isNotEmptyDirectory();
  }

  @Test
  void whatCannotBeStoredFailsAloneInABurst() throws Exception {
    deliveries.refuse("id-7");
    List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String id = "id-" + i;
      answers.add(threads.submit(() -> take(id)));
    }
    for (int i = 0; i < 40; i++) {
      Future<Answer> answer = answers.get(i);
      if (i == 7) {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(answer::get)
            .withCauseInstanceOf(NotStoredException.class);
      } else {
        assertThat(answer.get()).isInstanceOf(Answer.Accepted.class);
      }
    }
    assertThat(stored()).hasSize(39);
  }

  @Test
  void aRepositoryThatWasRemovedMeanwhileLeavesARecordWithoutABuild() throws Exception {
    deliveries.away(true);
    take("one");
    repositories.remove(SampleChanges.SHOP);
    deliveries.away(false);
    Eventually.holds(() -> assertThat(stored()).containsExactly("one"));
    DecidedChange decided = records().getFirst().changes().getFirst();
    assertThat(decided.decision().rule()).isEqualTo(Rule.UNKNOWN_REPOSITORY);
    assertThat(decided.decision()).isInstanceOf(Decision.Ignore.class);
    assertThat(builds()).isZero();
  }

  private Answer take(String id) throws Exception {
    Undecided undecided = ReadAgain.of(SampleChanges.draft(id));
    return lines.take(undecided, SampleChanges.shop());
  }

  private long filesOnDisk() throws Exception {
    try (Stream<Path> files = Files.list(root.resolve("spool"))) {
      return files.count();
    }
  }

  /** Ids in one millisecond have no order, so the records are put in that of their storing. */
  private List<String> stored() {
    return deliveries.accepted().stream().map(Delivery::forgeDeliveryId).toList();
  }

  private List<Delivery> records() {
    return deliveries.list(null, new Page.Request(100, null)).items();
  }

  private int builds() {
    return store.builds().list(Builds.Filter.ANY, new Page.Request(100, null)).items().size();
  }
}
