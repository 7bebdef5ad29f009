package dev.slipway.webhook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusOfDeploymentTest {
  private static final URI PAGE = URI.create("https://slipway.example/services/shop.production");
  private static final Release RELEASE = new Release(42, SampleReleases.deploy("shop", 7));

  static Stream<Arguments> states() {
    return Stream.of(
        row(new DeploymentState.Pending(), State.QUEUED, "waits for its turn"),
        row(new DeploymentState.Preparing(), State.RUNNING, "is being rolled out"),
        row(new DeploymentState.Starting(List.of()), State.RUNNING, "is being rolled out"),
        row(
            new DeploymentState.Checking(List.of(), List.of()),
            State.RUNNING,
            "is being rolled out"),
        row(new DeploymentState.Switching(List.of(), 100), State.RUNNING, "is being rolled out"),
        row(new DeploymentState.Watching(List.of(), 100), State.RUNNING, "is being rolled out"),
        row(new DeploymentState.Live(List.of()), State.SUCCEEDED, "is live"),
        row(
            failed("checking", "c1 answered 500 to GET /up"),
            State.FAILED,
            "failed while checking: c1 answered 500 to GET /up"),
        row(
            failed("pending", "superseded by v43 before it was its turn"),
            State.CANCELED,
            "was not rolled out: superseded by v43 before it was its turn"),
        row(
            new DeploymentState.RolledBack(41, "the new containers died"),
            State.FAILED,
            "was rolled back to v41: the new containers died"));
  }

  private static Arguments row(DeploymentState state, State shown, String description) {
    return Arguments.of(state, shown, description);
  }

  private static DeploymentState failed(String phase, String message) {
    return new DeploymentState.Failed(new Cause(phase, message, "", List.of("secret log line")));
  }

  @ParameterizedTest
  @MethodSource("states")
  void eachStateHasItsStatus(DeploymentState state, State shown, String description) {
    assertThat(StatusOfDeployment.of(deployment(state), RELEASE, PAGE))
        .isEqualTo(new News(42, shown, "v42 of shop " + description, PAGE));
  }

  @Test
  void theTableShowsEveryState() {
    assertThat(states().<Class<?>>map(row -> row.get()[0].getClass()).distinct())
        .containsExactlyInAnyOrder(DeploymentState.class.getPermittedSubclasses());
  }

  @Test
  void eachEnvironmentHasItsContext() {
    assertThat(StatusOfDeployment.context(RELEASE)).isEqualTo("slipway/deploy/production");
  }

  private static Deployment deployment(DeploymentState state) {
    NewRelease content = RELEASE.content();
    return new Deployment(
        content.deployment(),
        content.service(),
        42,
        content.kind(),
        content.createdAt(),
        1,
        state,
        List.of());
  }
}
