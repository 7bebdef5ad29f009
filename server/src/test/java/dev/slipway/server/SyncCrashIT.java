package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kills the process while it copies and starts another on the same data: it goes on. */
@Timeout(120)
class SyncCrashIT {
  private static final int IMAGES = 30;
  private static final int LAYER = 2 << 20;
  private static final String RULES = "/api/v1/sync/rules";

  private Path folder;
  private OutsideRegistry own;
  private OutsideRegistry other;
  private SlipwayProcess slipway;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    own = OutsideRegistry.start(Files.createDirectory(folder.resolve("own")));
    other = OutsideRegistry.start(Files.createDirectory(folder.resolve("other")));
    slipway = process();
  }

  private SlipwayProcess process() throws Exception {
    return SlipwayProcess.start(
        folder.resolve("data"),
        "--roles",
        "dashboard,sync",
        "--registry",
        own.host(),
        "--allow-private-addresses",
        "127.0.0.1",
        "--registry-credentials-file",
        OutsideRegistry.logins(folder, own, other).toString());
  }

  @AfterEach
  void stop() throws Exception {
    slipway.close();
    SlipwayProcess.clearUp(folder.resolve("data"));
    own.close();
    other.close();
    Leftovers.delete(folder);
  }

  @Test
  void noTagLeadsToSomethingIncompleteAndWhatWasCopiedIsNotCopiedAgain() throws Exception {
    PushedImage from = new PushedImage(own, "acme/shop");
    PushedImage to = new PushedImage(other, "mirror/shop");
    Map<String, String> pushed = new TreeMap<>();
    for (int i = 0; i < IMAGES; i++) {
      pushed.put("v" + i, from.push("v" + i, LAYER));
    }
    slipway
        .api()
        .post(
            RULES,
            "{\"id\":\"shop\",\"from\":\"%s\",\"to\":\"%s\"}".formatted(from.name(), to.name()));
    String run = slipway.api().post(RULES + "/shop/run", "{}").get("id").asText();
    Wait.until("the first one arrived", () -> arrived(to, pushed), some -> !some.isEmpty());

    slipway.kill();

    List<String> before = arrived(to, pushed);
    assertThat(before).as("killed too late").hasSizeLessThan(IMAGES);
    for (String tag : before) {
      assertThat(to.missing(tag)).as(tag).isEmpty();
    }
    slipway = process();
    JsonNode ended =
        Wait.until(
            "run " + run + " has ended",
            () -> slipway.api().get("/api/v1/sync/runs/" + run),
            now -> now.get("finished_at").isTextual());
    assertThat(ended.get("status").asText()).as("%s", ended).isEqualTo("succeeded");
    assertThat(ended.get("attempt").asInt()).isEqualTo(2);
    assertThat(ended.get("progress").get("tags").asInt()).isLessThan(IMAGES);
    assertThat(ended.get("progress").get("bytes_done").asLong())
        .isLessThanOrEqualTo((long) (IMAGES - before.size()) * (LAYER + 1000));
    for (Map.Entry<String, String> image : pushed.entrySet()) {
      assertThat(to.digestOf(image.getKey())).isEqualTo(image.getValue());
      assertThat(to.missing(image.getKey())).isEmpty();
    }
  }

  private static List<String> arrived(PushedImage to, Map<String, String> pushed) throws Exception {
    List<String> tags = new ArrayList<>();
    for (String tag : pushed.keySet()) {
      if (!to.digestOf(tag).isEmpty()) {
        tags.add(tag);
      }
    }
    return tags;
  }
}
