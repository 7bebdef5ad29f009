package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

final class StepScriptTest {
  @Test
  void commands_stay_as_they_were_written() throws IOException {
    String hostile = "echo 'a' \"b\" `c` $(d) \\ ; }\n'";

    Map<String, String> files = files(List.of(hostile, "second"), List.of());

    assertThat(files)
        .containsEntry(".slipway/1", hostile + "\n")
        .containsEntry(".slipway/2", "second\n")
        .containsEntry(".slipway/2.echo", "$ second\n");
  }

  @Test
  void what_ties_the_commands_together_holds_nothing_of_theirs() {
    assertThat(StepScript.run(2))
        .isEqualTo(
            """
            exec 2>&1
            set -e
            (while IFS= read -r line; do printf '%s\\n' "$line"; done) < /.slipway/1.echo
            . /.slipway/1
            (while IFS= read -r line; do printf '%s\\n' "$line"; done) < /.slipway/2.echo
            . /.slipway/2
            """);
  }

  @Test
  void each_line_of_a_command_is_shown() {
    assertThat(StepScript.echo("one\n  two\n\n")).isEqualTo("$ one\n>   two\n");
    assertThat(StepScript.echo("")).isEqualTo("$ \n");
  }

  @Test
  void folders_of_caches_can_be_written_by_everybody() throws IOException {
    assertThat(files(List.of(), List.of("/root/.m2", "/größe")))
        .containsKeys("root/.m2/", "größe/");
  }

  private static Map<String, String> files(List<String> commands, List<String> caches)
      throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    byte[] archive = StepScript.archive(commands, caches);
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
