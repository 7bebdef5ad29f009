package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Container;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The ways from one release to the next on a whole Slipway, as visitors and developers see them.
 */
class RolloutIT {
  private static final String ANSWERS =
      """
      EXPOSE 8080
      COPY answer.sh /answer.sh
      CMD ["nc", "-ll", "-p", "8080", "-e", "/answer.sh"]
      """;
  private static RunningSlipway slipway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    slipway = RunningSlipway.start();
    api = slipway.api();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
  }

  @Test
  void aReleaseThatAnswersItsVisitorsBadlyIsTakenBackAndTheNextPushWaits() throws Exception {
    Developer ann = slipway.developer("watched");
    ann.file(
        ".slipway.yml",
        """
        deploy:
          healthcheck: { path: /up, interval: 200ms, timeout: 2s }
          update_config: { monitor: 8s }
        """);
    api.awaitDeployment(answering(ann, "200 OK", "fine").push(), "live");
    try (Traffic traffic = Traffic.to(slipway.edgePort(), ann.host())) {
      traffic.awaitSome();
      JsonNode back = api.awaitDeployment(answering(ann, "500 Oh", "broken").push(), "rolled_back");
      assertThat(back.get("reason").asText())
          .matches("v2 answered \\d+ of \\d+ requests with a server error \\(.*; 0.0 % before\\)");
    }
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("fine");

    JsonNode build = api.awaitBuild(answering(ann, "200 OK", "mended").push(), "succeeded");
    String waiting = build.get("deployments").get(0).asText();
    assertThat(api.get("/api/v1/deployments/" + waiting).get("status").asText())
        .isEqualTo("pending");
    api.post(service(ann) + "/resume", "{}");
    api.awaitRollout(waiting, "live");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("mended");
  }

  @Test
  void goingBackWithinTheStandbyRunsTheVeryContainersOfBefore() throws Exception {
    Developer ann = slipway.developer("standby");
    ann.goLive(api, "one");
    String first = running(ann);
    ann.goLive(api, "two");
    assertThat(states(ann)).containsEntry(first, "paused");
    try (Traffic traffic = Traffic.to(slipway.edgePort(), ann.host())) {
      traffic.awaitSome();
      JsonNode accepted = api.post(service(ann) + "/rollback", "{}");
      api.awaitRollout(accepted.get("deployment_id").asText(), "live");
      traffic.awaitSome();
      assertThat(traffic.failed()).isEmpty();
    }
    assertThat(running(ann)).isEqualTo(first);
    assertThat(states(ann).values()).containsExactlyInAnyOrder("running", "paused");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("one");
  }

  @Test
  void aVolumeIsKeptOverReleasesAndNobodyIsTurnedAwayWhileTheOldContainerStopsFirst()
      throws Exception {
    Developer ann = slipway.developer("keeper");
    ann.file(
        ".slipway.yml",
        """
        deploy:
          healthcheck: { path: /, interval: 200ms, timeout: 2s }
          stop_grace_period: 2s
          volumes: ["notes:/notes"]
        """);
    api.awaitDeployment(keeping(ann, "one").push(), "live");
    try (Traffic traffic = Traffic.to(slipway.edgePort(), ann.host())) {
      traffic.awaitSome();
      JsonNode second = api.awaitDeployment(keeping(ann, "two").push(), "live");
      traffic.awaitSome();
      assertThat(traffic.failed()).isEmpty();
      assertThat(second.get("phases").toString()).contains("both would write to a volume");
    }
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/notes").body().lines())
        .containsExactly("one", "two");
  }

  @Test
  void aReleaseCommandThatFailsLeavesTheOldReleaseServing() throws Exception {
    Developer ann = slipway.developer("migrating");
    ann.goLive(api, "one");
    ann.file(
        ".slipway.yml",
        """
        deploy:
          release_command: [sh, -c, "echo half way; exit 4"]
        """);

    JsonNode failed = api.awaitDeployment(ann.site("two").push(), "failed");

    assertThat(failed.get("reason").asText()).contains("release command").endsWith("exit code 4");
    assertThat(failed.get("failure").toString()).contains("half way");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("one");
    try (Containers containers = Containers.of(slipway.data())) {
      assertThat(containers.ofService(ann.service() + ".production")).hasSize(1);
    }
  }

  @Test
  void aCanaryGetsItsShareOfTheVisitorsFirst() throws Exception {
    Developer ann = slipway.developer("canary");
    ann.goLive(api, "one");
    ann.file(
        ".slipway.yml",
        """
        deploy:
          canary: { steps: [50%, 100%], hold: 3s }
          update_config: { monitor: 0s }
        """);
    try (Traffic traffic = Traffic.to(slipway.edgePort(), ann.host())) {
      JsonNode deployment = api.awaitDeployment(ann.site("two").push(), "live");
      assertThat(deployment.get("phases").toString())
          .contains("50 % for v2")
          .contains("held 50 % for 3.0 s");
      assertThat(traffic.failed()).isEmpty();
    }
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("two");
  }

  private static Developer answering(Developer ann, String status, String body) throws Exception {
    return ann.program(
            "answer.sh",
            """
            #!/bin/sh
            read -r method path rest
            while read -r line && [ "$line" != "$(printf '\\r')" ]; do :; done
            status="%s"
            [ "$path" = /up ] && status="200 OK"
            printf 'HTTP/1.1 %%s\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n%s' "$status"
            """
                .formatted(status, body.length(), body))
        .file("Dockerfile", Developer.FROM + ANSWERS);
  }

  private static Developer keeping(Developer ann, String text) throws Exception {
    return ann.file("index.html", text)
        .file(
            "Dockerfile",
            Developer.FROM
                + "COPY index.html /www/index.html\nEXPOSE 8080\n"
                + "CMD [\"sh\", \"-c\", \"cat /www/index.html >> /notes/all; echo >> /notes/all;"
                + " ln -sf /notes/all /www/notes; exec httpd -f -p 8080 -h /www\"]\n");
  }

  private static String service(Developer ann) {
    return "/api/v1/services/" + ann.service() + ".production";
  }

  private static String running(Developer ann) throws Exception {
    return states(ann).entrySet().stream()
        .filter(entry -> entry.getValue().equals("running"))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining());
  }

  private static Map<String, String> states(Developer ann) throws Exception {
    try (Containers containers = Containers.of(slipway.data())) {
      List<Container> all = containers.ofService(ann.service() + ".production");
      return all.stream().collect(Collectors.toMap(Container::getId, Container::getState));
    }
  }
}
