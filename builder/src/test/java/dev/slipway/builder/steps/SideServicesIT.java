package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.SideService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services beside the steps, on a real engine. */
@Timeout(120)
final class SideServicesIT {
  private final StepsScene scene = new StepsScene();
  private @Nullable String image;

  @TempDir private Path folder;

  @AfterEach
  void clear() throws Exception {
    scene.close();
    if (image != null) {
      StepsScene.ENGINE.client().removeImageCmd(image).withForce(true).exec();
    }
  }

  @Test
  void steps_reach_a_service_by_its_name_once_its_port_is_open() throws Exception {
    service("cache", "redis:7", List.of(), List.of());

    scene.pass(SampleStep.named("one", "printf 'PING\\r\\nQUIT\\r\\n' | nc cache 6379"));

    assertThat(scene.progress.lines("one")).anyMatch(line -> line.contains("PONG"));
    assertThat(scene.progress.kind("cache")).isEqualTo(Kind.SERVICE);
    assertThat(scene.progress.status("cache")).isEqualTo(Status.SUCCEEDED);
    assertThat(scene.progress.lines("cache"))
        .contains("service cache is ready")
        .anyMatch(line -> line.contains("Ready to accept connections"));
  }

  @Test
  void a_health_command_decides_where_there_is_one() throws Exception {
    service(
        "slow",
        "busybox:latest",
        List.of("sh", "-c", "sleep 1; touch /ready; sleep 1000"),
        List.of("test", "-e", "/ready"));

    scene.pass(SampleStep.named("one", "true"));

    assertThat(scene.progress.lines("slow")).containsExactly("service slow is ready");
  }

  @Test
  void the_check_of_the_image_decides_where_it_has_one() throws Exception {
    String image =
        image(
            "FROM busybox:latest",
            "HEALTHCHECK --interval=1s CMD test -e /ready",
            "CMD [\"sh\", \"-c\", \"sleep 1; touch /ready; sleep 1000\"]");
    service("checked", image, List.of(), List.of());

    scene.pass(SampleStep.named("one", "true"));

    assertThat(scene.progress.lines("checked")).containsExactly("service checked is ready");
  }

  @Test
  void where_nobody_can_look_inside_a_service_that_runs_for_a_while_is_ready() throws Exception {
    String image =
        image(
            "FROM busybox:latest AS full",
            "FROM scratch",
            "COPY --from=full /bin/busybox /bin/sleep",
            "EXPOSE 80",
            "CMD [\"/bin/sleep\", \"1000\"]");
    service("bare", image, List.of(), List.of());

    scene.pass(SampleStep.named("one", "true"));

    assertThat(scene.progress.lines("bare")).containsExactly("service bare is ready");
  }

  @Test
  void a_service_gets_its_variables_and_secrets() throws Exception {
    scene.secrets = Map.of("PASSWORD", new Secret("PASSWORD", "open sesame"));
    scene.services.add(
        new SideService(
            "door",
            "busybox:latest",
            List.of("sh", "-c", "test \"$P\" = 'open sesame' && sleep 1000"),
            Map.of("P", new EnvValue.FromSecret("PASSWORD")),
            List.of(),
            Resources.UNLIMITED));

    scene.pass(SampleStep.named("one", "true"));
  }

  @Test
  void a_service_that_ends_too_early_is_named() {
    service("broken", "busybox:latest", List.of("sh", "-c", "echo no config; exit 7"), List.of());
    service("fine", "busybox:latest", List.of("sleep", "1000"), List.of());

    Failure failure = scene.fail(SampleStep.named("one", "true"));

    assertThat(failure).isInstanceOf(Failure.StepFailed.class);
    assertThat(failure.message())
        .isEqualTo("service broken ended with exit code 7 before it was healthy");
    assertThat(scene.progress.lines("broken")).containsExactly("no config", failure.message());
    assertThat(scene.progress.status("broken")).isEqualTo(Status.FAILED);
    assertThat(scene.progress.kind("one")).isNull();
  }

  @Test
  void a_service_that_does_not_get_healthy_is_named() {
    service("ill", "busybox:latest", List.of("sleep", "1000"), List.of("false"));

    assertThat(scene.fail(SampleStep.named("one", "true")).message())
        .isEqualTo(
            "service ill was not healthy after 5 s of waiting for its health command to end with"
                + " 0");
  }

  @Test
  void a_service_that_ends_while_steps_run_is_told_of() throws Exception {
    service("short", "busybox:latest", List.of("sh", "-c", "sleep 2; exit 5"), List.of());

    scene.pass(SampleStep.named("one", "sleep 3"));

    assertThat(scene.progress.end("short")).isEqualTo(new TestProgress.End(Status.FAILED, 5));
    assertThat(scene.progress.lines("short"))
        .endsWith("service short ended with exit code 5 while steps ran");
  }

  @Test
  void a_chatty_service_does_not_fill_the_log() throws Exception {
    service(
        "chatty",
        "busybox:latest",
        List.of("sh", "-c", "yes | head -n 5000; sleep 1000"),
        List.of());

    scene.pass(SampleStep.named("one", "true"));

    assertThat(scene.progress.lines("chatty")).hasSizeBetween(2001, 2003);
  }

  @Test
  void two_builds_do_not_reach_each_other() throws Exception {
    SampleStep listener =
        SampleStep.named(
            "one", "hostname -i", "nc -l -p 7777 -e cat & echo listening", "sleep 1000");
    FutureTask<Checkout> running = new FutureTask<>(() -> scene.run(listener));
    Thread.ofVirtual().start(running);
    scene.progress.awaitLine("one", "listening");
    String address = scene.progress.lines("one").get(1);

    try (StepsScene other = new StepsScene()) {
      other.pass(
          SampleStep.named(
              "two", "! timeout 2 nc -w 1 " + address + " 7777 < /dev/null", "echo apart"));
      assertThat(other.progress.lines("two")).endsWith("apart");
    }
    scene.cancellation.cancel();
  }

  private String image(String... dockerfile) throws IOException {
    Path file = Files.write(folder.resolve("Dockerfile"), List.of(dockerfile));
    String tag = "slipway-test/" + scene.instance;
    StepsScene.ENGINE
        .client()
        .buildImageCmd(file.toFile())
        .withTags(Set.of(tag))
        .withForcerm(true)
        .start()
        .awaitImageId();
    image = tag;
    return tag;
  }

  private void service(String name, String image, List<String> command, List<String> health) {
    scene.services.add(
        new SideService(name, image, command, Map.of(), health, Resources.UNLIMITED));
  }
}
