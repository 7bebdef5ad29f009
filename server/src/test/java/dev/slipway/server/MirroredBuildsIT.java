package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.config.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Builds whose bases come over a mirror, and go on without where those are from. */
@Timeout(180)
class MirroredBuildsIT {
  private static Path folder;
  private static OutsideRegistry own;
  private static OutsideRegistry hub;
  private static RunningSlipway slipway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    own = OutsideRegistry.start(Files.createDirectory(folder.resolve("own")));
    hub = OutsideRegistry.start(Files.createDirectory(folder.resolve("hub")));
    slipway =
        RunningSlipway.start(
            Map.of(
                Setting.ROLES,
                "webhook,dashboard,builder,sync",
                Setting.REGISTRY,
                own.host(),
                Setting.REGISTRY_CREDENTIALS_FILE,
                OutsideRegistry.logins(folder, own, hub).toString()));
    api = slipway.api();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
    own.close();
    hub.close();
    Leftovers.delete(folder);
  }

  @Test
  void buildsLiveThroughAnOutageOfWhereTheirBasesAreFrom() throws Exception {
    Skopeo.push("busybox:latest", hub, "library/busybox:1");
    Skopeo.push("busybox:latest", own, "mirror/library/busybox:2");
    String base = hub.host() + "/library/busybox:";
    String copy = own.host() + "/mirror/library/busybox";
    String digest = Skopeo.digest(hub, "library/busybox:1");
    RunningSlipway.command(
        api,
        "sync",
        "rules",
        "add",
        "hub",
        "--mirror",
        "--from",
        hub.host() + "/library/*",
        "--to",
        own.host() + "/mirror/library/*");
    assertThat(RunningSlipway.command(api, "sync", "rules")).contains("for builds");

    Developer ann = slipway.developer("by-engine");
    String first =
        ann.file("Dockerfile", unseen("FROM " + base + "1", "RUN echo one"))
            .push("refs/heads/work");
    api.awaitBuild(first, "succeeded");
    assertThat(log(first))
        .contains("FROM " + base + "1 is " + copy + "@" + digest + " (copied from " + hub.host());
    assertThat(Skopeo.digest(own, "mirror/library/busybox:1")).isEqualTo(digest);
    assertThat(RunningSlipway.command(api, "sync", "plan", "hub", "--json")).contains(base + "1");

    hub.close();
    String second =
        ann.file("Dockerfile", unseen("FROM " + base + "1", "RUN echo two"))
            .push("refs/heads/work");
    api.awaitBuild(second, "succeeded");
    assertThat(log(second)).contains("FROM " + base + "1 is " + copy + "@" + digest, "ago)");

    String third =
        ann.file("Dockerfile", unseen("FROM " + base + "2", "RUN echo three"))
            .push("refs/heads/work");
    api.awaitBuild(third, "succeeded");
    assertThat(log(third)).contains("FROM " + base + "2 is " + copy + "@", "the copy as it is");

    Developer bob = slipway.developer("without-engine");
    String jib =
        bob.file("index.html", "x")
            .file("Dockerfile", "FROM " + base + "1\nCOPY . /www\n")
            .push("refs/heads/work");
    api.awaitBuild(jib, "succeeded");
    assertThat(log(jib)).contains("FROM " + base + "1 is " + copy, "no engine needed");

    String none =
        bob.file("Dockerfile", "FROM " + base + "3\nCOPY . /www\n").push("refs/heads/work");
    JsonNode failed = api.awaitBuild(none, "failed");
    assertThat(log(none)).contains("is not taken from a mirror", "the mirror has no copy");
    assertThat(failed.get("failure").get("message").asText()).contains(base + "3");
  }

  private static String unseen(String from, String run) {
    return from + "\nENV WRITTEN_AT=" + System.nanoTime() + "\n" + run + "\n";
  }

  private static String log(String build) throws Exception {
    return api.send("GET", "/api/v1/builds/" + build + "/log.txt", new byte[0]).body();
  }
}
