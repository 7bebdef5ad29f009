package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.SafeText;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Times;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes log lines to standard output, and how the steps go to standard error. */
public final class LogPrinter implements LogListener {
  private final Shell shell;
  private final boolean json;
  private final @Nullable String onlyStep;
  private final Map<String, String> told = new HashMap<>();

  /**
   * @param json one JSON object per line, as the API tells a log line
   * @param onlyStep the step whose lines are wanted; null for all
   */
  public LogPrinter(Shell shell, boolean json, @Nullable String onlyStep) {
    this.shell = shell;
    this.json = json;
    this.onlyStep = onlyStep;
  }

  @Override
  public void line(JsonNode line) {
    if (onlyStep != null && !onlyStep.equals(Json.text(line, "step"))) {
      return;
    }
    if (json) {
      shell.print(Json.write(line));
      return;
    }
    String text = Json.text(line, "text");
    shell.print(shell.colors() ? SafeText.colored(text) : SafeText.plain(text));
  }

  @Override
  public void step(JsonNode step) {
    String name = Json.text(step, "name");
    String status = Json.text(step, "status");
    if (status.equals(told.put(name, status))) {
      return;
    }
    // What the step wrote goes before the news that it ended.
    shell.out().flush();
    String took = Times.between(Json.text(step, "started_at"), Json.text(step, "finished_at"));
    String code = Json.text(step, "exit_code");
    shell.say(
        "[%s] %s%s%s%s"
            .formatted(
                name,
                status,
                took.isEmpty() ? "" : " in " + took,
                code.isEmpty() || code.equals("0") ? "" : ", exit code " + code,
                step.path("cached").asBoolean() ? ", cached" : ""));
  }

  @Override
  public void pause() {
    if (shell.readerGone()) {
      throw new ReaderGone();
    }
  }
}
