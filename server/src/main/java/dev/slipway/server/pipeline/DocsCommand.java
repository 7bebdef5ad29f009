package dev.slipway.server.pipeline;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.config.pipeline.Reference;
import dev.slipway.config.settings.Setting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what the pipeline file may hold, topic by topic, and what the server can be told. */
@Command(
    name = "docs",
    description = {
      "Explain the pipeline file, key by key; needs no server.",
      "Without TOPIC the topics are listed; `all` prints the whole commented file."
    },
    footer = {"", "Example: slipway docs steps"},
    mixinStandardHelpOptions = true)
public final class DocsCommand implements Callable<Integer> {
  private static final String ALL = "all";
  private static final String SETTINGS = "settings";

  private final Shell shell;

  @Parameters(arity = "0..1", paramLabel = "TOPIC", description = "A top-level key, or settings.")
  private @Nullable String topic;

  @Option(names = "--json", description = "Print topics and texts as JSON.")
  private boolean json;

  public DocsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Map<String, String> topics = topics();
    if (topic == null) {
      list(topics);
    } else {
      show(topic, topics);
    }
    shell.out().flush();
    return ExitCode.OK.number();
  }

  private static Map<String, String> topics() {
    Map<String, String> topics = new LinkedHashMap<>(Reference.topics());
    topics.put(SETTINGS, settings());
    topics.put(ALL, Reference.text());
    return topics;
  }

  private void list(Map<String, String> topics) {
    if (json) {
      shell.print(new JsonArray(topics.keySet().stream().toList()).encode());
      return;
    }
    topics.forEach((name, text) ->
        shell.print(shell.forPerson() ? "%-12s %s".formatted(name, summary(name, text)) : name));
  }

  /** What the first comment begins with, up to where it goes into detail. */
  private static String summary(String name, String text) {
    return name.equals(ALL)
        ? "The whole commented file"
        : text.lines()
            .findFirst()
            .orElse("")
            .replaceFirst("^# ?", "")
            .replaceFirst("[.:;,]( .*)?$", "");
  }

  private void show(String name, Map<String, String> topics) {
    String text = topics.get(name);
    if (text == null) {
      throw CommandFailed.usage(
          "there is no topic " + name, "topics: " + String.join(", ", topics.keySet()));
    }
    if (json) {
      shell.print(new JsonObject().put("topic", name).put("text", text).encode());
    } else {
      shell.out().print(shell.colors() ? YamlColors.paint(text) : text);
    }
  }

  private static String settings() {
    return Arrays.stream(Setting.values())
        .map(setting ->
            "# %s\n# %s, %s\n#%s:\n"
                .formatted(setting.meaning(), setting.variable(), setting.flag(), setting.key()))
        .collect(
            Collectors.joining(
                "\n",
                "# Settings of the server: slipway.yml, variables, flags; later ones win.\n\n",
                ""));
  }
}
