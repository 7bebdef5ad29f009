package dev.slipway.server;

import dev.slipway.cli.SlipwayCommands;
import dev.slipway.server.demo.DemoCommand;
import picocli.CommandLine;

/** The program: the server's own verbs beside those of the client. */
public final class Main {
  private Main() {}

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    CommandLine commands = SlipwayCommands.commandLine();
    commands.addSubcommand(new ServerCommand());
    commands.addSubcommand(new ValidateCommand());
    commands.addSubcommand(new DoctorCommand());
    commands.addSubcommand(new DemoCommand());
    System.exit(commands.execute(args));
  }
}
