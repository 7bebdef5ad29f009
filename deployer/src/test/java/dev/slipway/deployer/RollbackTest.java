package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.deployer.Rollback.Request;
import dev.slipway.deployer.Rollback.Result.NothingEarlier;
import dev.slipway.deployer.Rollback.Result.Queued;
import dev.slipway.deployer.Rollback.Result.Unknown;
import dev.slipway.deployer.Rollback.Scope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollbackTest {
  private final Scene scene = new Scene();

  @Test
  void theReleaseBeforeComesBackAsANewOneByDigest() throws Exception {
    scene.deploy();
    scene.deploy();

    Release queued = queued(request(null, Scope.ALL));

    NewRelease first = release(1).content();
    assertThat(queued.number()).isEqualTo(3);
    assertThat(queued.content().image()).isEqualTo(first.image());
    assertThat(queued.content().spec()).isEqualTo(first.spec());
    assertThat(queued.content().commit()).isEqualTo(first.commit());
    assertThat(queued.content().buildNumber()).isEqualTo(first.buildNumber());
    assertThat(queued.content().kind()).isEqualTo(ReleaseKind.ROLLBACK);
    assertThat(queued.content().rolledBackTo()).isEqualTo(1);
    assertThat(queued.content().by()).isEqualTo("ada");
    assertThat(queued.content().reason()).isEqualTo("orders got lost");
    assertThat(scene.rollOut().state().ended()).isTrue();
    assertThat(scene.served()).isEqualTo(3);
  }

  @Test
  void aReleaseThatNeverWentLiveIsPassedOver() throws Exception {
    scene.deploy();
    scene.place.endsAfter = Duration.ZERO;
    scene.deploy();
    scene.place.endsAfter = null;
    scene.deploy();

    assertThat(queued(request(null, Scope.ALL)).content().rolledBackTo()).isEqualTo(1);
  }

  @Test
  void onlyTheImageOrOnlyTheConfigurationCanComeBack() throws Exception {
    scene.deploy();
    scene.push(
        new HealthCheck(
            new HealthCheck.Probe.Tcp(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            9,
            Duration.ZERO));
    scene.rollOut();

    NewRelease image = queued(request(1, Scope.IMAGE)).content();
    NewRelease config = queued(request(1, Scope.CONFIG)).content();

    assertThat(image.image()).isEqualTo(release(1).content().image());
    assertThat(image.spec()).isEqualTo(release(2).content().spec());
    assertThat(config.image()).isEqualTo(release(2).content().image());
    assertThat(config.buildNumber()).isEqualTo(release(2).content().buildNumber());
    assertThat(config.spec()).isEqualTo(release(1).content().spec());
  }

  @Test
  void whatDoesNotExistIsNamedWithTheNextStep() throws Exception {
    scene.deploy();

    assertThat(
            ask(new Request(ServiceId.of("shp", "production"), null, Scope.ALL, false, "ada", "")))
        .isEqualTo(
            new Unknown("there is no service shp.production; `slipway services` lists them all"));
    assertThat(ask(request(9, Scope.ALL)))
        .isEqualTo(
            new Unknown(
                "shop.production has no release v9; `slipway releases shop.production` lists"
                    + " them"));
    assertThat(ask(request(null, Scope.ALL)))
        .isEqualTo(
            new NothingEarlier(
                "v1 is the first release of shop.production that went live; there is none before"
                    + " it"));
  }

  @Test
  void aServiceThatWasNeverLiveHasNothingToGoBackTo() throws Exception {
    scene.push();

    assertThat(ask(request(null, Scope.ALL))).isInstanceOf(NothingEarlier.class);
  }

  private static Request request(@Nullable Integer release, Scope scope) {
    return new Request(Scene.SHOP, release, scope, false, "ada", "orders got lost");
  }

  private Rollback.Result ask(Request request) {
    return new Rollback(scene.services, scene.time.clock).request(request);
  }

  private Release queued(Request request) {
    assertThat(ask(request)).isInstanceOf(Queued.class);
    Deployment newest = scene.services.deployment(scene.shop().lastDeployment()).orElseThrow();
    return release(newest.release());
  }

  private Release release(int number) {
    return scene.services.release(Scene.SHOP, number).orElseThrow();
  }
}
