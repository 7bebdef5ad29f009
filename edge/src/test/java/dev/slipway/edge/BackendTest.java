package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.EdgeLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendTest {
  private static final long NOW = 1_000_000_000_000L;
  private static final ServiceId SHOP = new ServiceId("shop.test");

  private final Upstream stableInstance = upstream(1);
  private final Upstream canaryInstance = upstream(2);
  private final Balancer stable = share(1, 95, stableInstance);
  private final Balancer canary = share(2, 5, canaryInstance);
  private final Balancer hidden = share(3, 0, upstream(3));
  private final Backend backend = backend(canary, stable, hidden);

  @Test
  void sharesNewVisitorsByWeight() {
    int[] seen = new int[4];
    for (int i = 0; i < 1000; i++) {
      Visitor visitor = new Visitor(List.of(), null, backend.nextPoint());
      seen[chosen(backend, visitor).release()]++;
    }
    assertThat(seen[1]).isBetween(945, 955);
    assertThat(seen[2]).isBetween(45, 55);
    assertThat(seen[3]).isZero();
  }

  @Test
  void keepsAVisitorWithTheReleaseThatAnswered() {
    for (Balancer share : List.of(stable, canary)) {
      for (int i = 0; i < 100; i++) {
        Visitor visitor = visitor("a=b; slipway-release=" + share.mark() + "; c=d");
        assertThat(backend.choose(visitor, NOW, false)).isSameAs(share);
      }
    }
  }

  @Test
  void keepsNobodyWithAReleaseThatGetsNothingAnyMore() {
    Visitor visitor = visitor("slipway-release=" + hidden.mark());
    assertThat(backend.stay(visitor)).isNull();
    assertThat(backend.choose(visitor, NOW, false)).isIn(stable, canary);
  }

  @Test
  void givesWhoAsksForAReleaseByNameThatOneWhateverItsWeight() {
    Visitor tester = new Visitor(List.of("slipway-release=" + stable.mark()), "v3", 7);
    assertThat(backend.choose(tester, NOW, false)).isSameAs(hidden);
    Visitor lost = new Visitor(List.of(), "v9", 7);
    assertThat(backend.choose(lost, NOW, false)).isIn(stable, canary);
  }

  @Test
  void goesToAnotherReleaseWhereOneLetsNobodyIn() {
    canaryInstance.refused(NOW);
    Visitor visitor = visitor("slipway-release=" + canary.mark());
    assertThat(backend.choose(visitor, NOW + 1, false)).isSameAs(stable);
    assertThat(backend.hasWilling(visitor, NOW + 1)).isTrue();
    assertThat(backend.choose(visitor, NOW + Balancer.PASSED_OVER.toNanos(), false))
        .isSameAs(canary);
  }

  @Test
  void goesToAnotherReleaseWhenEnoughOfOneWasTried() {
    Visitor visitor = visitor("slipway-release=" + canary.mark());
    assertThat(backend.choose(visitor, NOW, true)).isSameAs(stable);
  }

  @Test
  void goesToAnOlderReleaseThatGetsNothingAnyMoreWhereTheNewOneLetsNobodyIn() {
    Balancer before = share(0, 0, upstream(4));
    Backend watched = backend(canary, before);
    assertThat(watched.shared()).isFalse();
    assertThat(chosen(watched, Visitor.ANYBODY)).isSameAs(canary);
    canaryInstance.refused(NOW);
    assertThat(watched.choose(Visitor.ANYBODY, NOW + 1, false)).isSameAs(before);
  }

  @Test
  void staysWithTheChosenReleaseWhereNoneLetsAnybodyIn() {
    canaryInstance.refused(NOW);
    stableInstance.refused(NOW);
    Visitor visitor = visitor("slipway-release=" + canary.mark());
    assertThat(backend.choose(visitor, NOW + 1, true)).isSameAs(canary);
    assertThat(backend.hasWilling(visitor, NOW + 1)).isFalse();
  }

  @Test
  void sendsNobodyElsewhereWhoAskedByName() {
    canaryInstance.refused(NOW);
    assertThat(backend.choose(new Visitor(List.of(), "v2", 0), NOW + 1, true)).isSameAs(canary);
  }

  @Test
  void hasNobodyForVisitorsWhereAllReleasesGetNothing() {
    assertThat(backend(hidden).choose(Visitor.ANYBODY, NOW, false)).isNull();
    assertThat(backend().choose(Visitor.ANYBODY, NOW, false)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "slipway-release=MARK, true",
    "a=b; slipway-release=MARK, true",
    "a=b;slipway-release=MARK;c=d, true",
    "slipway-release=other; slipway-release=MARK, true",
    "slipway-release=MARKx, false",
    "xslipway-release=MARK, false",
    "slipway-release=, false",
    "'', false"
  })
  void findsItsCookieAmongOthers(String cookies, boolean carried) {
    Visitor visitor = visitor(cookies.replace("MARK", canary.mark()));
    assertThat(visitor.carries(canary.mark())).isEqualTo(carried);
  }

  private Visitor visitor(String cookies) {
    return new Visitor(List.of(cookies), null, backend.nextPoint());
  }

  private static Balancer chosen(Backend backend, Visitor visitor) {
    Balancer chosen = backend.choose(visitor, NOW, false);
    assertThat(chosen).isNotNull();
    return chosen;
  }

  private static Backend backend(Balancer... shares) {
    return new Backend(SHOP, List.of(shares), EdgeLimits.USUAL, false);
  }

  private static Balancer share(int release, int weight, Upstream instance) {
    return new Balancer(SHOP, release, weight, List.of(instance), new ReleaseCounts(1));
  }

  private static Upstream upstream(int port) {
    return new Upstream(new Instance("c" + port, "127.0.0.1", port), () -> {});
  }
}
