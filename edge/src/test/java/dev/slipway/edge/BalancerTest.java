package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ServiceId;
import java.util.List;
import org.junit.jupiter.api.Test;

class BalancerTest {
  private static final long NOW = 1_000_000_000_000L;

  private final Upstream one = upstream(1);
  private final Upstream two = upstream(2);
  private final Balancer balancer = balancer("shop.test", 1, one, two);

  @Test
  void picksTheInstanceWithTheFewestOpenRequests() {
    one.enter();
    assertThat(balancer.pick(NOW)).isSameAs(two);
    assertThat(balancer.pick(NOW)).isSameAs(two);
  }

  @Test
  void takesTurnsBetweenInstancesWithAsManyOpenRequests() {
    assertThat(List.of(pick(), pick(), pick(), pick())).containsExactly(one, two, one, two);
  }

  @Test
  void passesOverAnInstanceThatRefusedAConnectionForAMoment() {
    one.refused(NOW);
    two.enter();
    assertThat(balancer.pick(NOW + 1)).isSameAs(two);
    assertThat(balancer.pick(NOW + Balancer.PASSED_OVER.toNanos())).isSameAs(one);
  }

  @Test
  void asksAnInstanceThatRefusedWhenAllDid() {
    one.refused(NOW);
    two.refused(NOW);
    one.enter();
    assertThat(balancer.hasWilling(NOW + 1)).isFalse();
    assertThat(balancer.pick(NOW + 1)).isSameAs(two);
  }

  @Test
  void picksNobodyWhereNobodyIs() {
    assertThat(balancer("shop.test", 1).pick(NOW)).isNull();
  }

  @Test
  void marksEachReleaseOfEachServiceTheSameOnEveryEdgeWithoutTellingWhichItIs() {
    String mark = balancer.mark();
    assertThat(balancer("shop.test", 1).mark()).isEqualTo(mark).matches("[0-9a-f]{18}");
    assertThat(balancer("shop.test", 2).mark()).isNotEqualTo(mark);
    assertThat(balancer("blog.test", 1).mark()).isNotEqualTo(mark);
  }

  private Upstream pick() {
    Upstream picked = balancer.pick(NOW);
    assertThat(picked).isNotNull();
    return picked;
  }

  private static Balancer balancer(String service, int release, Upstream... upstreams) {
    return new Balancer(
        new ServiceId(service), release, 100, List.of(upstreams), new ReleaseCounts(1));
  }

  private static Upstream upstream(int port) {
    return new Upstream(new Instance("c" + port, "127.0.0.1", port), () -> {});
  }
}
