package dev.slipway.server;

import dev.slipway.cli.SlipwayCommands;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.server.demo.DemoCommand;
import dev.slipway.server.pipeline.DocsCommand;
import dev.slipway.server.pipeline.ValidateCommand;
import java.nio.file.Path;

/** The program: the server's own verbs beside those of the client. */
public final class Main {
  private Main() {}

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    Shell shell = Shell.ofThisProcess();
    int exitCode =
        new SlipwayCommands(shell)
            .with("server", ServerCommand::new)
            .with("validate", () -> new ValidateCommand(shell, Path.of("").toAbsolutePath()))
            .with("docs", () -> new DocsCommand(shell))
            .with("doctor", DoctorCommand::new)
            .with("demo", DemoCommand::new)
            .execute(args);
    System.exit(exitCode);
  }
}
