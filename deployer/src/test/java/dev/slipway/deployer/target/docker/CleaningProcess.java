package dev.slipway.deployer.target.docker;

import java.io.IOException;
import java.nio.file.Path;

/** A process that cleans the registry of a test, and can be killed while it does. */
final class CleaningProcess {
  private CleaningProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (Engine engine = Engine.fromEnvironment()) {
      new ManagedRegistry(engine, arguments[0], Integer.parseInt(arguments[1])).clean();
    }
  }

  static Process start(String installation, String address) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            CleaningProcess.class.getName(),
            installation,
            address.substring(address.indexOf(':') + 1))
        .inheritIO()
        .start();
  }
}
