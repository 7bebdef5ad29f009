package dev.slipway.cli.verb;

import dev.slipway.cli.completion.FishScript;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete verbs and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script by which a shell completes verbs and options with the tab key.",
      "  bash: source <(slipway completion bash)          in ~/.bashrc",
      "  zsh:  source <(slipway completion zsh)           in ~/.zshrc",
      "  fish: slipway completion fish | source           in ~/.config/fish/config.fish"
    },
    footer = {"", "Example: slipway completion bash > /etc/bash_completion.d/slipway"})
public final class CompletionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SHELL", description = "One of bash, zsh and fish.")
  String name = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  // Set by picocli before it calls.
  @SuppressWarnings("NullAway.Init")
  @Spec
  CommandSpec spec;

  private final Shell shell;

  public CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    shell.print(
        switch (name) {
          // The script finds out in which of the two it runs.
          case "bash", "zsh" -> AutoComplete.bash(root.getCommandName(), root);
          case "fish" -> FishScript.of(root);
          default ->
              throw CommandFailed.usage(
                  "there is no completion for \"" + name + "\"", "name one of bash, zsh and fish");
        });
    shell.out().flush();
    return ExitCode.OK.number();
  }
}
