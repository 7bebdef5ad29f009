package dev.slipway.cli;

import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.verb.AbortCommand;
import dev.slipway.cli.verb.AccountsAddCommand;
import dev.slipway.cli.verb.AccountsCommand;
import dev.slipway.cli.verb.AccountsRemoveCommand;
import dev.slipway.cli.verb.AccountsReposCommand;
import dev.slipway.cli.verb.ApproveCommand;
import dev.slipway.cli.verb.AuditCommand;
import dev.slipway.cli.verb.AuditExportCommand;
import dev.slipway.cli.verb.AuditListCommand;
import dev.slipway.cli.verb.AuditVerifyCommand;
import dev.slipway.cli.verb.BuildCommand;
import dev.slipway.cli.verb.BuildsCommand;
import dev.slipway.cli.verb.CancelCommand;
import dev.slipway.cli.verb.CleanUpCommand;
import dev.slipway.cli.verb.CompletionCommand;
import dev.slipway.cli.verb.DeliveriesCommand;
import dev.slipway.cli.verb.DeployCommand;
import dev.slipway.cli.verb.EnvCommand;
import dev.slipway.cli.verb.ExecCommand;
import dev.slipway.cli.verb.HookCommand;
import dev.slipway.cli.verb.LoginCommand;
import dev.slipway.cli.verb.LogsCommand;
import dev.slipway.cli.verb.NodesActivateCommand;
import dev.slipway.cli.verb.NodesCommand;
import dev.slipway.cli.verb.NodesDrainCommand;
import dev.slipway.cli.verb.PauseCommand;
import dev.slipway.cli.verb.PromoteCommand;
import dev.slipway.cli.verb.ReleasesCommand;
import dev.slipway.cli.verb.ReplayCommand;
import dev.slipway.cli.verb.ReposAddCommand;
import dev.slipway.cli.verb.ReposCheckCommand;
import dev.slipway.cli.verb.ReposCommand;
import dev.slipway.cli.verb.ReposEnableCommand;
import dev.slipway.cli.verb.ReposListCommand;
import dev.slipway.cli.verb.ReposRemoveCommand;
import dev.slipway.cli.verb.ReposSetCommand;
import dev.slipway.cli.verb.ReposShowCommand;
import dev.slipway.cli.verb.RestartCommand;
import dev.slipway.cli.verb.ResumeCommand;
import dev.slipway.cli.verb.RetryCommand;
import dev.slipway.cli.verb.RollbackCommand;
import dev.slipway.cli.verb.ScaleCommand;
import dev.slipway.cli.verb.SecretsCommand;
import dev.slipway.cli.verb.SecretsListCommand;
import dev.slipway.cli.verb.SecretsRemoveCommand;
import dev.slipway.cli.verb.SecretsSetCommand;
import dev.slipway.cli.verb.ServiceEventsCommand;
import dev.slipway.cli.verb.ServiceLogsCommand;
import dev.slipway.cli.verb.ServicesCommand;
import dev.slipway.cli.verb.SimulateCommand;
import dev.slipway.cli.verb.TargetsCommand;
import dev.slipway.cli.verb.TokensAddCommand;
import dev.slipway.cli.verb.TokensCommand;
import dev.slipway.cli.verb.TokensListCommand;
import dev.slipway.cli.verb.TokensRemoveCommand;
import dev.slipway.cli.verb.UsersAddCommand;
import dev.slipway.cli.verb.UsersCommand;
import dev.slipway.cli.verb.UsersDisableCommand;
import dev.slipway.cli.verb.UsersEnableCommand;
import dev.slipway.cli.verb.UsersListCommand;
import dev.slipway.cli.verb.UsersPasswordCommand;
import dev.slipway.cli.verb.UsersRemoveCommand;
import dev.slipway.cli.verb.UsersRoleCommand;
import dev.slipway.cli.verb.WatchCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * Puts the command line together. Whoever adds verbs to it gets the same exit codes and error
 * texts: their commands throw {@link dev.slipway.cli.exit.CommandFailed}.
 */
public final class SlipwayCommands {
  private SlipwayCommands() {}

  /** The command line of this process. */
  public static CommandLine commandLine() {
    return commandLine(Shell.ofThisProcess());
  }

  /** The same in other surroundings. */
  public static CommandLine commandLine(Shell shell) {
    Failures failures = new Failures(shell);
    CommandLine root =
        new CommandLine(new RootCommand())
            .addSubcommand(new LoginCommand(shell))
            .addSubcommand(accounts(shell))
            .addSubcommand(repos(shell))
            .addSubcommand(new HookCommand(shell))
            .addSubcommand(new BuildsCommand(shell))
            .addSubcommand(new BuildCommand(shell))
            .addSubcommand(new WatchCommand(shell))
            .addSubcommand(new LogsCommand(shell))
            .addSubcommand(new ApproveCommand(shell))
            .addSubcommand(new CancelCommand(shell))
            .addSubcommand(new RetryCommand(shell))
            .addSubcommand(secrets(shell))
            .addSubcommand(deliveries(shell))
            .addSubcommand(new CompletionCommand(shell));
    addServices(root, shell);
    addAccess(root, shell);
    addTargets(root, shell);
    return root.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(Help.defaultColorScheme(shell.colors() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setExecutionExceptionHandler(failures::ofExecution)
        .setParameterExceptionHandler(failures::ofUsage);
  }

  private static void addServices(CommandLine root, Shell shell) {
    root.addSubcommand(
            new CommandLine(new ServicesCommand(shell))
                .addSubcommand(new ServiceLogsCommand(shell))
                .addSubcommand(new ServiceEventsCommand(shell)))
        .addSubcommand(new ReleasesCommand(shell))
        .addSubcommand(new DeployCommand(shell))
        .addSubcommand(new RollbackCommand(shell))
        .addSubcommand(new PromoteCommand(shell))
        .addSubcommand(new AbortCommand(shell))
        .addSubcommand(new ScaleCommand(shell))
        .addSubcommand(new RestartCommand(shell))
        .addSubcommand(new EnvCommand(shell))
        .addSubcommand(new ExecCommand(shell))
        .addSubcommand(new PauseCommand(shell))
        .addSubcommand(new ResumeCommand(shell));
  }

  private static void addAccess(CommandLine root, Shell shell) {
    root.addSubcommand(
            new CommandLine(new UsersCommand(shell))
                .addSubcommand(new UsersAddCommand(shell))
                .addSubcommand(new UsersListCommand(shell))
                .addSubcommand(new UsersRoleCommand(shell))
                .addSubcommand(new UsersPasswordCommand(shell))
                .addSubcommand(new UsersDisableCommand(shell))
                .addSubcommand(new UsersEnableCommand(shell))
                .addSubcommand(new UsersRemoveCommand(shell)))
        .addSubcommand(
            new CommandLine(new TokensCommand(shell))
                .addSubcommand(new TokensAddCommand(shell))
                .addSubcommand(new TokensListCommand(shell))
                .addSubcommand(new TokensRemoveCommand(shell)))
        .addSubcommand(
            new CommandLine(new AuditCommand(shell))
                .addSubcommand(new AuditListCommand(shell))
                .addSubcommand(new AuditVerifyCommand(shell))
                .addSubcommand(new AuditExportCommand(shell)));
  }

  private static void addTargets(CommandLine root, Shell shell) {
    root.addSubcommand(new TargetsCommand(shell))
        .addSubcommand(new CleanUpCommand(shell))
        .addSubcommand(
            new CommandLine(new NodesCommand(shell))
                .addSubcommand(new NodesDrainCommand(shell))
                .addSubcommand(new NodesActivateCommand(shell)));
  }

  private static CommandLine accounts(Shell shell) {
    return new CommandLine(new AccountsCommand(shell))
        .addSubcommand(new AccountsAddCommand(shell))
        .addSubcommand(new AccountsRemoveCommand(shell))
        .addSubcommand(new AccountsReposCommand(shell));
  }

  private static CommandLine deliveries(Shell shell) {
    return new CommandLine(new DeliveriesCommand(shell))
        .addSubcommand(new ReplayCommand(shell))
        .addSubcommand(new SimulateCommand(shell));
  }

  private static CommandLine repos(Shell shell) {
    return new CommandLine(new ReposCommand(shell))
        .addSubcommand(new ReposListCommand(shell))
        .addSubcommand(new ReposAddCommand(shell))
        .addSubcommand(new ReposEnableCommand(shell))
        .addSubcommand(new ReposShowCommand(shell))
        .addSubcommand(new ReposSetCommand(shell))
        .addSubcommand(new ReposCheckCommand(shell))
        .addSubcommand(new ReposRemoveCommand(shell));
  }

  private static CommandLine secrets(Shell shell) {
    return new CommandLine(new SecretsCommand(shell))
        .addSubcommand(new SecretsSetCommand(shell))
        .addSubcommand(new SecretsListCommand(shell))
        .addSubcommand(new SecretsRemoveCommand(shell));
  }
}
