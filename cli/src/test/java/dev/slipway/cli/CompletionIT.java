package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shells make of the scripts that they are given. */
final class CompletionIT {
  @TempDir Path folder;

  @Test
  void bashCompletesVerbsAndTheirOptions() throws Exception {
    assertThat(bash("slipway", "ro")).containsExactly("rollback");
    assertThat(bash("slipway", "users", "a")).containsExactly("add");
    assertThat(bash("slipway", "rollback", "--re")).containsExactly("--reason");
  }

  @Test
  void fishIsToldOfEveryVerbWhereItMayStand() {
    String script = new Run(folder).of("completion", "fish").out();
    assertThat(script.lines())
        .contains(
            "complete -c slipway -n '__slipway_only' -a approve"
                + " -d 'Lets a build run that waits for an approval, such as one of a fork\\'s pull"
                + " request'",
            "complete -c slipway -n '__slipway_only accounts' -a add"
                + " -d 'Connects an account of a forge, or renews its token'",
            "complete -c slipway -n '__slipway_at logs' -l step -r -d 'Only what this step wrote'");
  }

  @Test
  void aShellThatNobodyKnowsIsAMistakeThatSaysWhichThereAre() {
    Run.Ended ended = new Run(folder).of("completion", "tcsh");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("bash", "zsh", "fish");
  }

  /** Types words and presses the tab key behind the last one. */
  private List<String> bash(String... words) throws IOException, InterruptedException {
    Path script = folder.resolve("completion");
    Files.writeString(script, new Run(folder).of("completion", "bash").out());
    String press =
        """
        source "$0"
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        "$(complete -p slipway | sed 's/.*-F \\([^ ]*\\) .*/\\1/')" 2>/dev/null
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    List<String> command = new ArrayList<>(List.of("bash", "-c", press, script.toString()));
    command.addAll(List.of(words));
    Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
