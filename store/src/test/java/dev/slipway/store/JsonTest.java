package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.pipeline.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final Instant AT = Instant.parse("2026-03-14T15:09:26.123456789Z");

  @Test
  void everyStateOfABuildComesBackAsItWas() {
    Failure invalid =
        new Failure.PipelineInvalid(List.of(new Problem("a.b", 1, 2, "what", "hint")));
    List<BuildState> states =
        List.of(
            new BuildState.Waiting("a maintainer"),
            new BuildState.Queued(2, "engine away"),
            new BuildState.Running(new WorkerId("w"), 1, AT),
            new BuildState.Canceling(new WorkerId("w"), 1, AT, "ada", "typo"),
            new BuildState.Succeeded(1, AT, AT, List.of()),
            new BuildState.Failed(1, AT, AT, invalid),
            new BuildState.Failed(1, AT, AT, new Failure.TimedOut("unit", Duration.ofMinutes(30))),
            new BuildState.Failed(1, AT, AT, new Failure.StepFailed("unit", "code 1", "look")),
            new BuildState.Failed(1, AT, AT, new Failure.Infrastructure("away", "wait", true)),
            new BuildState.Canceled(0, null, AT, "slipway", "superseded"),
            new BuildState.Skipped(1, AT, AT, "only docs"));
    for (BuildState state : states) {
      assertThat(Json.read(Json.write(state), BuildState.class)).isEqualTo(state);
    }
    assertThat(states.stream().map(Object::getClass).distinct().toList())
        .hasSameElementsAs(List.of(BuildState.class.getPermittedSubclasses()));
  }

  @Test
  void idsArePlainStringsAndTypesAreNamedInSnakeCase() {
    assertThat(Json.write(new BuildState.Running(new WorkerId("w1"), 3, AT)))
        .isEqualTo(
            "{\"type\":\"running\",\"worker\":\"w1\",\"attempt\":3,"
                + "\"started_at\":\"2026-03-14T15:09:26.123456789Z\"}");
    assertThat(Json.typeName(dev.slipway.core.deploy.DeploymentState.RolledBack.class))
        .isEqualTo("rolled_back");
  }

  @Test
  void deliveriesBuildsAndReleasesComeBackAsTheyWere() {
    NewBuild build = SampleBuilds.alone();
    assertThat(Json.read(Json.write(build), NewBuild.class)).isEqualTo(build);
    Delivery delivery = SampleBuilds.delivery(build, "f00");
    assertThat(Json.read(Json.write(delivery), Delivery.class)).isEqualTo(delivery);
    NewRelease release = SampleReleases.rollback("shop", 3, 1);
    assertThat(Json.read(Json.write(release), NewRelease.class)).isEqualTo(release);
  }

  @Test
  void aSecretIsNeverWritten() {
    record Holder(Secret secret) {}
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Json.write(new Holder(new Secret("token", "canary"))))
        .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("canary"));
  }

  @Test
  void whatANewerVersionAddedIsIgnored() {
    assertThat(
            Json.read(
                "{\"type\":\"waiting\",\"for_approval\":\"ada\",\"since\":1}", BuildState.class))
        .isEqualTo(new BuildState.Waiting("ada"));
  }

  @Test
  void whatCannotBeReadIsNotShown() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Json.read("{\"type\":\"canary\"", BuildState.class))
        .withMessageContaining("BuildState")
        .withMessageNotContaining("canary");
  }
}
