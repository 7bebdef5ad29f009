package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ServiceId;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendTest {
  private static final long NOW = 1_000_000_000_000L;

  private final Upstream one = upstream(1);
  private final Upstream two = upstream(2);
  private final Backend backend = new Backend(new ServiceId("shop.test"), List.of(one, two));

  @Test
  void picksTheInstanceWithTheFewestOpenRequests() {
    one.enter();
    assertThat(backend.pick(NOW)).isSameAs(two);
    assertThat(backend.pick(NOW)).isSameAs(two);
  }

  @Test
  void takesTurnsBetweenInstancesWithAsManyOpenRequests() {
    assertThat(List.of(pick(), pick(), pick(), pick())).containsExactly(one, two, one, two);
  }

  @Test
  void passesOverAnInstanceThatRefusedAConnectionForAMoment() {
    one.refused(NOW);
    two.enter();
    assertThat(backend.pick(NOW + 1)).isSameAs(two);
    assertThat(backend.pick(NOW + Backend.PASSED_OVER.toNanos())).isSameAs(one);
  }

  @Test
  void asksAnInstanceThatRefusedWhenAllDid() {
    one.refused(NOW);
    two.refused(NOW);
    one.enter();
    assertThat(backend.hasWilling(NOW + 1)).isFalse();
    assertThat(backend.pick(NOW + 1)).isSameAs(two);
  }

  @Test
  void picksNobodyWhereNobodyIs() {
    assertThat(new Backend(new ServiceId("shop.test"), List.of()).pick(NOW)).isNull();
  }

  private Upstream pick() {
    Upstream picked = backend.pick(NOW);
    assertThat(picked).isNotNull();
    return picked;
  }

  private static Upstream upstream(int port) {
    return new Upstream(new Instance("c" + port, "127.0.0.1", port), () -> {});
  }
}
