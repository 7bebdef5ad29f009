package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.NameFilter;
import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Deliveries.Outcome;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.RuleOutcome;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.Triggers;
import dev.slipway.core.source.Triggers.Event;
import dev.slipway.core.source.Triggers.Forks;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayDeliveryTest {
  private static final Triggers TAGS_ONLY =
      new Triggers(Set.of(Event.TAG), NameFilter.ALL, NameFilter.ALL, Forks.APPROVAL, Set.of());

  private final Clock clock = Clock.systemUTC();
  private final InMemoryBuildStore store =
      new InMemoryBuildStore(clock, _ -> new DeploymentId("unused"));
  private final Deliveries deliveries = store.deliveries();
  private final InMemoryRepositories repositories = new InMemoryRepositories();
  private final ReplayDelivery replay = new ReplayDelivery(repositories, deliveries, clock);

  @BeforeEach
  void add() {
    repositories.add(SampleChanges.shop(TAGS_ONLY, true));
  }

  @Test
  void aReplayIsANewDeliveryDecidedByTheRulesOfToday() throws Exception {
    Delivery original = receive();
    assertThat(rule(original)).isEqualTo(Rule.EVENT);
    repositories.replace(SampleChanges.shop());
    Delivery again = replay.replay(original, "ada");
    assertThat(rule(again)).isEqualTo(Rule.NONE);
    assertThat(again.id()).isNotEqualTo(original.id());
    assertThat(again.replayOf()).isEqualTo(original.id());
    assertThat(again.proof()).contains("replayed by ada").endsWith("signed");
    assertThat(deliveries.find(again.id())).contains(again);
    assertThat(builds())
        .singleElement()
        .extracting(build -> build.request().delivery())
        .isEqualTo(again.id());
  }

  @Test
  void aThousandReplaysMakeAThousandDeliveriesAndOneBuild() throws Exception {
    repositories.replace(SampleChanges.shop());
    Delivery last = receive();
    for (int i = 0; i < 1000; i++) {
      last = replay.replay(last, "ada");
    }
    assertThat(rule(last)).isEqualTo(Rule.ALREADY_BUILT);
    assertThat(last.proof()).hasSizeLessThan(100).endsWith("signed");
    assertThat(builds()).hasSize(1);
    assertThat(deliveries.list(null, new Page.Request(200, null)).next()).isNotNull();
  }

  @Test
  void whatSlipwayFoundItselfCanBeReplayedToo() {
    repositories.replace(SampleChanges.shop());
    Delivery like = SampleChanges.draft("1");
    FoundChange found = new FoundChange(SampleChanges.MAIN, SampleChanges.A, SampleChanges.B);
    Delivery made =
        new Delivery(
            like.id(),
            like.forge(),
            like.repositoryId(),
            like.repository(),
            "reconciliation 1",
            FoundChange.EVENT,
            like.receivedAt(),
            new java.util.TreeMap<>(),
            found.body(),
            "found by reconciliation",
            null,
            List.of(),
            "");
    assertThat(replay.replay(made, "ada").changes())
        .singleElement()
        .extracting(decided -> decided.change())
        .isEqualTo(found.change());
  }

  @Test
  void theDeliveryOfARemovedRepositoryCannotBeReplayed() throws Exception {
    Delivery original = receive();
    repositories.remove(SampleChanges.SHOP);
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> replay.replay(original, "ada"))
        .withMessageContaining("acme/shop");
  }

  @Test
  void aSimulationAsksTodaysRulesAsIfNothingWereBuilt() throws Exception {
    repositories.replace(SampleChanges.shop());
    Delivery built = receive();
    RulesSimulation simulation = new RulesSimulation(repositories);
    assertThat(simulation.of(built)).singleElement().matches(RulesSimulation.Ruled::wouldBuild);
    repositories.replace(SampleChanges.shop(TAGS_ONLY, true));
    RulesSimulation.Ruled refused = simulation.of(built).getFirst();
    assertThat(refused.wouldBuild()).isFalse();
    assertThat(refused.outcomes()).last().extracting(RuleOutcome::rule).isEqualTo(Rule.EVENT);
    repositories.remove(SampleChanges.SHOP);
    assertThat(simulation.of(built).getFirst().outcomes())
        .extracting(RuleOutcome::rule)
        .containsExactly(Rule.UNKNOWN_REPOSITORY);
    assertThat(builds()).hasSize(1);
  }

  private Delivery receive() throws Exception {
    Undecided undecided = ReadAgain.of(SampleChanges.draft("1"));
    Outcome outcome =
        new StoreDelivery(deliveries, clock)
            .store(undecided, repositories.find(SampleChanges.SHOP).orElseThrow());
    return ((Outcome.Accepted) outcome).delivery();
  }

  private List<Build> builds() {
    return store.builds().list(Builds.Filter.ANY, new Page.Request(10, null)).items();
  }

  private static Rule rule(Delivery delivery) {
    return delivery.changes().getFirst().decision().rule();
  }
}
