package dev.slipway.server;

import dev.slipway.config.settings.InvalidSettingsException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs Slipway until it is told to stop. */
@Command(
    name = "server",
    description = "Run Slipway: webhooks, queue, builders, deployers, edge and dashboard.",
    footer = {"", "Example: slipway server --port 8080 --edge-port 8000"},
    mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
  private static final int INVALID_SETTINGS = 2;
  private static final int CANNOT_START = 1;

  @Mixin private SettingFlags flags = new SettingFlags();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption _ = Interruption.ofThisThread();
        Application application = Application.start(flags.load())) {
      tell(application, spec.commandLine().getOut());
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException _) {
      return 0; // a signal ends the process
    } catch (InvalidSettingsException e) {
      e.problems().forEach(err::println);
      return INVALID_SETTINGS;
    } catch (StartException e) {
      err.println(e.getMessage());
      return CANNOT_START;
    }
  }

  private static void tell(Application application, PrintWriter out) {
    out.println("Slipway is ready at " + application.url());
    application.edgeUrl().ifPresent(url -> out.println("Services answer at " + url));
    application
        .newAdminToken()
        .ifPresent(token -> {
          out.println();
          out.println("Sign in with this token. It is shown this once:");
          out.println("  " + token);
        });
    out.flush();
  }
}
