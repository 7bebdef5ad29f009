package dev.slipway.server;

import dev.slipway.store.EmbeddedRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Slipway in a process of its own, that can be killed. */
final class SlipwayProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Slipway is ready at (\\S+)");

  private final Process process;
  private final Api api;

  private SlipwayProcess(Process process, Api api) {
    this.process = process;
    this.api = api;
  }

  /** Starts one on that data directory and returns when it is ready. */
  static SlipwayProcess start(Path data, int edgePort) throws IOException {
    return start(
        data,
        "--edge-port",
        Integer.toString(edgePort),
        "--builders",
        "1",
        "--allow-private-addresses",
        "127.0.0.1");
  }

  /** The same with settings of the test's own; what it logs is in server.log beside the data. */
  static SlipwayProcess start(Path data, String... settings) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--data-dir", data.toString(), "--port", "0"));
    arguments.addAll(List.of(settings));
    Process process =
        launch(
            ProcessBuilder.Redirect.appendTo(data.resolveSibling("server.log").toFile()),
            arguments.toArray(String[]::new));
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return new SlipwayProcess(process, new Api(URI.create(ready.group(1) + "/")));
      }
    }
    throw new IOException("the server ended before it was ready; see server.log");
  }

  /** What a run that ends by itself said, and how it ended. */
  record Ended(int exit, String said) {}

  /** Runs the server with settings that it cannot run with. */
  static Ended runInVain(String... arguments) throws IOException, InterruptedException {
    Process process = launch(ProcessBuilder.Redirect.PIPE, arguments);
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  private static Process launch(ProcessBuilder.Redirect errors, String... arguments)
      throws IOException {
    ProcessBuilder builder = program("server", arguments).redirectError(errors);
    builder.environment().put("SLIPWAY_ADMIN_TOKEN", Api.TOKEN);
    return builder.start();
  }

  /** A client command in a process of its own, which talks to this server. */
  Process client(String verb, String... arguments) throws IOException {
    ProcessBuilder builder = program(verb, arguments);
    builder.environment().put("SLIPWAY_URL", api.url("/").toString());
    builder.environment().put("SLIPWAY_TOKEN", Api.TOKEN);
    return builder.start();
  }

  private static ProcessBuilder program(String verb, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                verb));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("SLIPWAY_"));
    return builder;
  }

  Api api() {
    return api;
  }

  /** As when the machine loses its power. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it in good order. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /**
   * After the last kill: ends the Redis that the dead process left behind, and clears the engine.
   */
  static void clearUp(Path data) throws Exception {
    EmbeddedRedis.start(data.resolve("redis")).close();
    Leftovers.remove(data);
  }
}
