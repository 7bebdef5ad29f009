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
import dev.slipway.cli.verb.ImagesCommand;
import dev.slipway.cli.verb.ImagesPruneCommand;
import dev.slipway.cli.verb.ImagesRemoveCommand;
import dev.slipway.cli.verb.LoginCommand;
import dev.slipway.cli.verb.LogsCommand;
import dev.slipway.cli.verb.NodesActivateCommand;
import dev.slipway.cli.verb.NodesCommand;
import dev.slipway.cli.verb.NodesDrainCommand;
import dev.slipway.cli.verb.PauseCommand;
import dev.slipway.cli.verb.PromoteCommand;
import dev.slipway.cli.verb.RegistriesAddCommand;
import dev.slipway.cli.verb.RegistriesCommand;
import dev.slipway.cli.verb.RegistriesRemoveCommand;
import dev.slipway.cli.verb.RegistriesTestCommand;
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
import dev.slipway.cli.verb.RetentionCommand;
import dev.slipway.cli.verb.RetentionRemoveCommand;
import dev.slipway.cli.verb.RetentionSetCommand;
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
import dev.slipway.cli.verb.SyncCancelCommand;
import dev.slipway.cli.verb.SyncCommand;
import dev.slipway.cli.verb.SyncPlanCommand;
import dev.slipway.cli.verb.SyncRulesAddCommand;
import dev.slipway.cli.verb.SyncRulesCommand;
import dev.slipway.cli.verb.SyncRulesRemoveCommand;
import dev.slipway.cli.verb.SyncRunCommand;
import dev.slipway.cli.verb.SyncRunsCommand;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * Puts the command line together. Whoever adds verbs to it gets the same exit codes and error
 * texts: their commands throw {@link dev.slipway.cli.exit.CommandFailed}. Used by one thread.
 */
public final class SlipwayCommands {
  /** By name, and made when they are wanted: to describe them all takes longer than most verbs. */
  private final Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();

  private final Shell shell;

  /** The verbs that talk to a server, in these surroundings. */
  public SlipwayCommands(Shell shell) {
    this.shell = shell;
    addBuilds();
    addServices();
    addAccess();
    addTargets();
    with("registries", this::registries);
    with("sync", this::sync);
    with(
        "images",
        () ->
            new CommandLine(new ImagesCommand(shell))
                .addSubcommand(
                    new CommandLine(new ImagesRemoveCommand(shell))
                        .setCaseInsensitiveEnumValuesAllowed(true))
                .addSubcommand(new ImagesPruneCommand(shell))
                .addSubcommand(
                    new CommandLine(new RetentionCommand(shell))
                        .addSubcommand(new RetentionSetCommand(shell))
                        .addSubcommand(new RetentionRemoveCommand(shell))));
    with("completion", () -> new CompletionCommand(shell));
  }

  /** One more verb. */
  public SlipwayCommands with(String name, Supplier<Object> command) {
    verbs.put(name, command);
    return this;
  }

  /** Runs what the arguments say; the exit code. */
  public int execute(String... arguments) {
    return commandLine(arguments).execute(arguments);
  }

  /** The command line as far as these arguments need it: mostly a single verb. */
  CommandLine commandLine(String... arguments) {
    Failures failures = new Failures(shell);
    CommandLine root = new CommandLine(new RootCommand());
    String first = arguments.length == 0 ? "" : arguments[0];
    if (verbs.containsKey(first) && !first.equals("completion")) {
      root.addSubcommand(first, verbs.get(first).get());
    } else if (!List.of("-V", "--version").contains(first)) {
      verbs.forEach((name, command) -> root.addSubcommand(name, command.get()));
    }
    return root.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(Help.defaultColorScheme(shell.colors() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setExecutionExceptionHandler(failures::ofExecution)
        .setParameterExceptionHandler(failures::ofUsage);
  }

  private void addBuilds() {
    with("login", () -> new LoginCommand(shell));
    with("accounts", this::accounts);
    with("repos", this::repos);
    with("hook", () -> new HookCommand(shell));
    with("builds", () -> new BuildsCommand(shell));
    with("build", () -> new BuildCommand(shell));
    with("watch", () -> new WatchCommand(shell));
    with("logs", () -> new LogsCommand(shell));
    with("approve", () -> new ApproveCommand(shell));
    with("cancel", () -> new CancelCommand(shell));
    with("retry", () -> new RetryCommand(shell));
    with("secrets", this::secrets);
    with("deliveries", this::deliveries);
  }

  private void addServices() {
    with(
        "services",
        () ->
            new CommandLine(new ServicesCommand(shell))
                .addSubcommand(new ServiceLogsCommand(shell))
                .addSubcommand(new ServiceEventsCommand(shell)));
    with("releases", () -> new ReleasesCommand(shell));
    with("deploy", () -> new DeployCommand(shell));
    with("rollback", () -> new RollbackCommand(shell));
    with("promote", () -> new PromoteCommand(shell));
    with("abort", () -> new AbortCommand(shell));
    with("scale", () -> new ScaleCommand(shell));
    with("restart", () -> new RestartCommand(shell));
    with("env", () -> new EnvCommand(shell));
    with("exec", () -> new ExecCommand(shell));
    with("pause", () -> new PauseCommand(shell));
    with("resume", () -> new ResumeCommand(shell));
  }

  private void addAccess() {
    with(
        "users",
        () ->
            new CommandLine(new UsersCommand(shell))
                .addSubcommand(new UsersAddCommand(shell))
                .addSubcommand(new UsersListCommand(shell))
                .addSubcommand(new UsersRoleCommand(shell))
                .addSubcommand(new UsersPasswordCommand(shell))
                .addSubcommand(new UsersDisableCommand(shell))
                .addSubcommand(new UsersEnableCommand(shell))
                .addSubcommand(new UsersRemoveCommand(shell)));
    with(
        "tokens",
        () ->
            new CommandLine(new TokensCommand(shell))
                .addSubcommand(new TokensAddCommand(shell))
                .addSubcommand(new TokensListCommand(shell))
                .addSubcommand(new TokensRemoveCommand(shell)));
    with(
        "audit",
        () ->
            new CommandLine(new AuditCommand(shell))
                .addSubcommand(new AuditListCommand(shell))
                .addSubcommand(new AuditVerifyCommand(shell))
                .addSubcommand(new AuditExportCommand(shell)));
  }

  private void addTargets() {
    with("targets", () -> new TargetsCommand(shell));
    with("cleanup", () -> new CleanUpCommand(shell));
    with(
        "nodes",
        () ->
            new CommandLine(new NodesCommand(shell))
                .addSubcommand(new NodesDrainCommand(shell))
                .addSubcommand(new NodesActivateCommand(shell)));
  }

  private CommandLine registries() {
    return new CommandLine(new RegistriesCommand(shell))
        .addSubcommand(new RegistriesAddCommand(shell))
        .addSubcommand(new RegistriesTestCommand(shell))
        .addSubcommand(new RegistriesRemoveCommand(shell));
  }

  private CommandLine sync() {
    return new CommandLine(new SyncCommand(shell))
        .addSubcommand(
            new CommandLine(new SyncRulesCommand(shell))
                .addSubcommand(new SyncRulesAddCommand(shell))
                .addSubcommand(new SyncRulesRemoveCommand(shell)))
        .addSubcommand(new SyncPlanCommand(shell))
        .addSubcommand(new SyncRunCommand(shell))
        .addSubcommand(new SyncRunsCommand(shell))
        .addSubcommand(new SyncCancelCommand(shell));
  }

  private CommandLine accounts() {
    return new CommandLine(new AccountsCommand(shell))
        .addSubcommand(new AccountsAddCommand(shell))
        .addSubcommand(new AccountsRemoveCommand(shell))
        .addSubcommand(new AccountsReposCommand(shell));
  }

  private CommandLine deliveries() {
    return new CommandLine(new DeliveriesCommand(shell))
        .addSubcommand(new ReplayCommand(shell))
        .addSubcommand(new SimulateCommand(shell));
  }

  private CommandLine repos() {
    return new CommandLine(new ReposCommand(shell))
        .addSubcommand(new ReposListCommand(shell))
        .addSubcommand(new ReposAddCommand(shell))
        .addSubcommand(new ReposEnableCommand(shell))
        .addSubcommand(new ReposShowCommand(shell))
        .addSubcommand(new ReposSetCommand(shell))
        .addSubcommand(new ReposCheckCommand(shell))
        .addSubcommand(new ReposRemoveCommand(shell));
  }

  private CommandLine secrets() {
    return new CommandLine(new SecretsCommand(shell))
        .addSubcommand(new SecretsSetCommand(shell))
        .addSubcommand(new SecretsListCommand(shell))
        .addSubcommand(new SecretsRemoveCommand(shell));
  }
}
