package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.deploy.Adjustments;
import dev.slipway.core.deploy.Adjustments.Replicas;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.deployer.ServiceChanges.Result;
import dev.slipway.deployer.ServiceChanges.Result.Queued;
import dev.slipway.deployer.ServiceChanges.Result.Refused;
import dev.slipway.deployer.ServiceChanges.Result.Unknown;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceChangesTest {
  private static final EnvValue LOUD = new EnvValue.Plain("loud");

  private final Scene scene = new Scene();

  @Test
  void aChangeIsAReleaseOfTheLiveImageWithAnotherConfiguration() throws Exception {
    scene.deploy();

    NewRelease changed = queued(set("LEVEL", LOUD)).content();

    assertThat(changed.kind()).isEqualTo(ReleaseKind.CONFIG);
    assertThat(changed.image()).isEqualTo(release(1).content().image());
    assertThat(changed.spec().workload().env())
        .containsEntry("LEVEL", LOUD)
        .containsKey("GREETING");
    assertThat(changed.automatic()).isFalse();
    assertThat(changed.by()).isEqualTo("ada");
    assertThat(changed.reason()).isEqualTo("changed LEVEL");
    assertThat(scene.rollOut().state().ended()).isTrue();
    assertThat(scene.served()).isEqualTo(2);
  }

  @Test
  void aPushThatIsBeingRolledOutIsNotUndone() throws Exception {
    scene.deploy();
    scene.push();
    NewRelease pushed = release(2).content();

    NewRelease changed = queued(set("LEVEL", LOUD)).content();
    scene.rollOut();
    scene.rollOut();

    assertThat(changed.image()).isEqualTo(pushed.image());
    assertThat(release(scene.served()).content().image()).isEqualTo(pushed.image());
  }

  @Test
  void aPushThatWaitsBehindAnotherIsRolledOutWithTheChange() throws Exception {
    scene.deploy();
    scene.push();
    scene.push();
    NewRelease newest = release(3).content();

    NewRelease changed = queued(set("LEVEL", LOUD)).content();

    assertThat(changed.image()).isEqualTo(newest.image());
    assertThat(changed.commit()).isEqualTo(newest.commit());
  }

  @Test
  void changesInARowAddUp() throws Exception {
    scene.deploy();

    queued(set("LEVEL", LOUD));
    queued(changes().scale(Scene.SHOP, 3, "ada", ""));
    DeploySpec both = queued(set("COLOUR", new EnvValue.Plain("blue"))).content().spec();

    assertThat(both.workload().env()).containsKeys("LEVEL", "COLOUR");
    assertThat(both.replicas()).isEqualTo(3);
  }

  @Test
  void whatAPauseHoldsBackStaysWhereItIs() throws Exception {
    scene.deploy();
    scene.services.pause(
        Scene.SHOP, new Pause("the sale is on", "ada", scene.time.clock.instant()));
    scene.push();

    NewRelease changed = queued(set("LEVEL", LOUD)).content();

    assertThat(changed.image()).isEqualTo(release(1).content().image());
    assertThat(scene.rollOut().release()).isEqualTo(3);
    scene.services.resume(Scene.SHOP);
    assertThat(scene.claim().release()).isEqualTo(2);
  }

  @Test
  void beforeTheFirstSuccessTheNewestReleaseIsChanged() throws Exception {
    scene.place.endsAfter = Duration.ZERO;
    scene.deploy();
    scene.place.endsAfter = null;

    queued(set("LEVEL", LOUD));

    assertThat(scene.rollOut().state().ended()).isTrue();
    assertThat(scene.served()).isEqualTo(2);
  }

  @Test
  void aNumberOfReplicasByHandKeepsTheFilesNumberBesideIt() throws Exception {
    scene.deploy();

    queued(changes().scale(Scene.SHOP, 3, "ada", ""));
    scene.rollOut();
    queued(changes().scale(Scene.SHOP, 5, "ada", ""));
    scene.rollOut();
    assertThat(scene.shop().adjusted().replicas()).isEqualTo(new Replicas(5, 1));

    scene.deploy(spec -> spec.withReplicas(2));
    queued(changes().scale(Scene.SHOP, 4, "ada", ""));
    assertThat(scene.shop().adjusted().replicas()).isEqualTo(new Replicas(4, 2));
  }

  @Test
  void whatIsRefusedIsNotRemembered() throws Exception {
    scene.deploy();

    Result refused = set("API_KEY", new EnvValue.FromSecret("API_KEY"));

    assertThat(refused)
        .isEqualTo(
            new Refused("nobody set the secret API_KEY; `slipway secrets set acme/shop API_KEY`"));
    assertThat(scene.shop().adjusted()).isEqualTo(Adjustments.NONE);
    assertThat(changes().scale(Scene.SHOP, 0, "ada", ""))
        .isEqualTo(new Refused("a service has 1 to 64 containers, not 0"));
  }

  @Test
  void aSecretThatWasSetMeanwhileIsThereWhenAReleaseIsDeployedAgain() throws Exception {
    scene.deploy(spec ->
        spec.withWorkload(
            spec.workload().withEnv(Map.of("KEY", new EnvValue.FromSecret("API_KEY")))));
    assertThat(changes().deploy(Scene.SHOP, 1, "ada", "")).isInstanceOf(Refused.class);
    scene.secrets.put(new SecretScope.Team(), new Secret("API_KEY", "opensesame"), "ada");

    NewRelease again = queued(changes().deploy(Scene.SHOP, 1, "ada", "")).content();

    assertThat(again.kind()).isEqualTo(ReleaseKind.DEPLOY);
    assertThat(again.secrets()).containsOnlyKeys("API_KEY");
  }

  @Test
  void aPromotedImageGetsTheConfigurationOfWhereItGoes() throws Exception {
    scene.deploy();
    scene.deploy(spec -> spec.withReplicas(2));

    NewRelease promoted = queued(changes().promote(Scene.SHOP, 1, Scene.SHOP, "ada", "")).content();

    assertThat(promoted.image()).isEqualTo(release(1).content().image());
    assertThat(promoted.spec().replicas()).isEqualTo(2);
    assertThat(promoted.reason()).isEqualTo("promoted v1 of shop.production");
  }

  @Test
  void aPromotedImageKeepsAChangeThatIsOnItsWay() throws Exception {
    scene.deploy();
    queued(set("LEVEL", LOUD));

    NewRelease promoted = queued(changes().promote(Scene.SHOP, 1, Scene.SHOP, "ada", "")).content();

    assertThat(promoted.spec().workload().env()).containsEntry("LEVEL", LOUD);
  }

  @Test
  void whatDoesNotExistIsNamedWithTheNextStep() throws Exception {
    scene.deploy();
    ServiceId typo = ServiceId.of("shp", "production");
    Unknown noService =
        new Unknown("there is no service shp.production; `slipway services` lists them all");

    assertThat(changes().restart(typo, "ada", "")).isEqualTo(noService);
    assertThat(changes().deploy(typo, null, "ada", "")).isEqualTo(noService);
    assertThat(changes().promote(typo, null, Scene.SHOP, "ada", "")).isEqualTo(noService);
    assertThat(changes().promote(Scene.SHOP, null, typo, "ada", ""))
        .isEqualTo(
            new Refused(
                "shp.production was never live, so that nobody knows its configuration; have a"
                    + " push deploy it once"));
    assertThat(changes().deploy(Scene.SHOP, 7, "ada", ""))
        .isEqualTo(
            new Unknown(
                "shop.production has no release v7; `slipway releases shop.production` lists"
                    + " them"));
  }

  private Result set(String name, EnvValue value) {
    return changes().configure(Scene.SHOP, Map.of(name, value), "ada", "");
  }

  private ServiceChanges changes() {
    return new ServiceChanges(scene.services, scene.secrets, scene.time.clock);
  }

  private Release queued(Result result) {
    assertThat(result).isInstanceOf(Queued.class);
    return release(((Queued) result).deployment().release());
  }

  private Release release(int number) {
    return scene.services.release(Scene.SHOP, number).orElseThrow();
  }
}
