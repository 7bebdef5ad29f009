package dev.slipway.server;

import dev.slipway.cli.SlipwayCommands;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Terminals;
import dev.slipway.config.settings.Setting;
import dev.slipway.config.settings.Settings;
import dev.slipway.config.settings.SettingsLoader;
import dev.slipway.core.source.testing.GitHttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole Slipway in this process, and the git server that its repositories are on. */
final class RunningSlipway implements AutoCloseable {
  private final Path folder;
  private final Application application;
  private final GitHttpServer git;

  private RunningSlipway(Path folder, Application application, GitHttpServer git) {
    this.folder = folder;
    this.application = application;
    this.git = git;
  }

  static RunningSlipway start() throws Exception {
    return start(Map.of());
  }

  /** Starts it on a new data directory, with some settings of the test's own. */
  static RunningSlipway start(Map<Setting, String> more) throws Exception {
    return start(null, more);
  }

  /** The same with a settings file. */
  static RunningSlipway start(@Nullable Path file, Map<Setting, String> more) throws Exception {
    Path folder = Files.createTempDirectory("slipway-it-");
    Path repositories = Files.createDirectory(folder.resolve("git"));
    Path data = folder.resolve("data");
    try {
      Application application = Application.start(settings(data, file, more));
      return new RunningSlipway(folder, application, GitHttpServer.start(repositories));
    } catch (Exception e) {
      Leftovers.remove(data);
      throw e;
    }
  }

  /** Free ports, the known token, and leave to clone from this machine. */
  static Settings settings(Path data, Map<Setting, String> more) throws Exception {
    return settings(data, null, more);
  }

  private static Settings settings(Path data, @Nullable Path file, Map<Setting, String> more)
      throws Exception {
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    flags.put(Setting.DATA_DIR, data.toString());
    flags.put(Setting.PORT, "0");
    flags.put(Setting.EDGE_PORT, "0");
    flags.put(Setting.ADMIN_TOKEN, Api.TOKEN);
    flags.put(Setting.ALLOW_PRIVATE_ADDRESSES, "127.0.0.1");
    flags.putAll(more);
    return SettingsLoader.load(file, Map.of(), flags);
  }

  Api api() {
    return new Api(application.url());
  }

  int edgePort() {
    return application.edgeUrl().map(URI::getPort).orElseThrow();
  }

  GitHttpServer git() {
    return git;
  }

  Path data() {
    return folder.resolve("data");
  }

  /**
   * A developer with a new repository on a plain git server, which tells this Slipway of pushes.
   */
  Developer developer(String name) throws Exception {
    return Developer.join(api(), git, folder.resolve("work"), name);
  }

  /** What a client command prints. */
  static String command(Api api, String... arguments) {
    return command("", api, arguments);
  }

  /** The same with something on standard input. */
  static String command(String input, Api api, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            Shell.stream(out, false),
            Shell.stream(out, true),
            new Terminals(false, false, false),
            Map.of("SLIPWAY_URL", api.url("/").toString(), "SLIPWAY_TOKEN", Api.TOKEN));
    int exit = new SlipwayCommands(shell).execute(arguments);
    shell.out().flush();
    String printed = out.toString(StandardCharsets.UTF_8);
    if (exit != 0) {
      throw new AssertionError(
          String.join(" ", arguments) + " ended with " + exit + ": " + printed);
    }
    return printed;
  }

  @Override
  public void close() throws Exception {
    git.close();
    application.close();
    Leftovers.remove(data());
    Leftovers.delete(folder);
  }
}
