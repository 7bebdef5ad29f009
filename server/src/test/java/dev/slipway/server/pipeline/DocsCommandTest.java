package dev.slipway.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.config.pipeline.Reference;
import dev.slipway.server.pipeline.Verbs.Ended;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocsCommandTest {
  private static final Path HERE = Path.of(".");

  @Test
  void topicsAreListed() {
    assertThat(docs(false).out().lines())
        .startsWith("format", "name", "when", "concurrency")
        .contains("steps", "services", "build", "deploy", "settings", "all");
    assertThat(docs(true).out()).contains("steps        Commands in containers of their own");
    assertThat(new JsonArray(docs(false, "--json").out())).contains("timeout");
  }

  @Test
  void aTopicIsItsPartOfTheFile() {
    Ended ended = docs(false, "timeout");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).isEqualTo("# For the whole build. Without it 30m.\ntimeout: 30m\n");
    assertThat(new JsonObject(docs(false, "timeout", "--json").out()).getString("text"))
        .isEqualTo(ended.out());
  }

  @Test
  void aTerminalGetsColours() {
    assertThat(docs(true, "timeout").out())
        .isEqualTo(
            """
            \u001b[2m# For the whole build. Without it 30m.\u001b[0m
            \u001b[36mtimeout\u001b[0m: 30m
            """);
    for (String topic : Reference.topics().keySet()) {
      assertThat(docs(true, topic).out().replaceAll("\u001b\\[[0-9]+m", ""))
          .isEqualTo(docs(false, topic).out());
    }
  }

  @Test
  void everySettingIsExplained() {
    assertThat(docs(false, "settings").out())
        .contains("SLIPWAY_REDIS_URL, --redis-url", "#redis_url:", "listen");
  }

  @Test
  void theWholeFileCanBeSavedAndChecked() {
    String all = docs(false, "all").out();
    assertThat(all).isEqualTo(Reference.text());
    assertThat(new Verbs(HERE, false, all).run("validate", "-").exit()).isZero();
  }

  @Test
  void anUnknownTopicIsToldWithThoseThatThereAre() {
    Ended ended = docs(false, "step");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no topic step", "topics: format, name");
  }

  private static Ended docs(boolean terminal, String... more) {
    String[] args = new String[more.length + 1];
    args[0] = "docs";
    System.arraycopy(more, 0, args, 1, more.length);
    return new Verbs(HERE, terminal, "").run(args);
  }
}
