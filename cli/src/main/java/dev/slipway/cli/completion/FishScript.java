package dev.slipway.cli.completion;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion for the fish shell, which picocli has none for.
 *
 * @see <a href="https://fishshell.com/docs/current/cmds/complete.html">fish on complete</a>
 */
public final class FishScript {
  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishScript(String program) {
    this.program = program;
  }

  /** The script for a whole command line. */
  public static String of(CommandLine root) {
    FishScript script = new FishScript(root.getCommandName());
    script.script.append(functions(script.program));
    script.add(root.getCommandSpec(), List.of());
    return script.script.toString();
  }

  /** True when these verbs and nothing else, or these and more, stand on the command line. */
  private static String functions(String program) {
    return """
    function __%1$s_verbs
        for word in (commandline -opc)[2..]
            string match -q -- '-*' $word; or echo $word
        end
    end
    function __%1$s_only
        test "$(__%1$s_verbs)" = "$(string join \\n $argv)"
    end
    function __%1$s_at
        test "$(__%1$s_verbs | head -n (count $argv))" = "$(string join \\n $argv)"
    end
    complete -c %1$s -f
    """
        .formatted(program);
  }

  private void add(CommandSpec command, List<String> path) {
    for (CommandLine subcommand : new LinkedHashSet<>(command.subcommands().values())) {
      String name = subcommand.getCommandName();
      CommandSpec spec = subcommand.getCommandSpec();
      complete("only", path, "-a " + name, spec.usageMessage().description());
      List<String> deeper = new ArrayList<>(path);
      deeper.add(name);
      add(spec, deeper);
    }
    for (OptionSpec option : command.options()) {
      StringJoiner names = new StringJoiner(" ");
      for (String name : option.names()) {
        names.add(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
      }
      String value = option.arity().max() > 0 ? " -r" : "";
      complete(path.isEmpty() ? "only" : "at", path, names + value, option.description());
    }
  }

  private void complete(String where, List<String> path, String what, String[] description) {
    String condition = "__" + program + "_" + where + " " + String.join(" ", path);
    script.append(
        "complete -c %s -n %s %s -d %s%n"
            .formatted(program, quoted(condition.strip()), what, quoted(sentence(description))));
  }

  /** The first sentence, without its full stop. */
  private static String sentence(String[] description) {
    String text = String.join(" ", description);
    int end = text.indexOf(". ");
    return (end < 0 ? text : text.substring(0, end)).replaceAll("\\.$", "");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
