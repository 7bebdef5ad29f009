package dev.slipway.server;

import dev.slipway.cli.SlipwayCommands;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.server.demo.DemoCommand;
import dev.slipway.server.pipeline.DocsCommand;
import dev.slipway.server.pipeline.ValidateCommand;
import java.nio.file.Path;
import picocli.CommandLine;

/** The program: the server's own verbs beside those of the client. */
public final class Main {
  private Main() {}

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    Shell shell = Shell.ofThisProcess();
    CommandLine commands = SlipwayCommands.commandLine(shell);
    commands.addSubcommand(new ServerCommand());
    commands.addSubcommand(new ValidateCommand(shell, Path.of("").toAbsolutePath()));
    commands.addSubcommand(new DocsCommand(shell));
    commands.addSubcommand(new DoctorCommand());
    commands.addSubcommand(new DemoCommand());
    System.exit(commands.execute(args));
  }
}
