package dev.slipway.core.source.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs the machine's git without anybody's configuration. */
public final class GitCommand {
  private GitCommand() {}

  /** Runs it in a folder and returns what it printed, without the last line break. */
  public static String run(Path folder, String... arguments) throws IOException {
    return run(folder, new byte[0], arguments);
  }

  /** The same with something to read on its standard input. */
  public static String run(Path folder, byte[] input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    isolate(builder.environment());
    Process git = builder.start();
    try (var stdin = git.getOutputStream()) {
      stdin.write(input);
    }
    String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (git.waitFor() != 0) {
        throw new IOException(command + " ended with " + git.exitValue() + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command + " was interrupted", e);
    }
    return output.stripTrailing();
  }

  static void isolate(Map<String, String> env) {
    env.keySet().removeIf(name -> name.startsWith("GIT_"));
    env.put("GIT_CONFIG_NOSYSTEM", "1");
    env.put("GIT_CONFIG_GLOBAL", "/dev/null");
    env.put("GIT_TERMINAL_PROMPT", "0");
    env.put("GIT_AUTHOR_NAME", "Ann Author");
    env.put("GIT_AUTHOR_EMAIL", "ann@example.com");
    env.put("GIT_COMMITTER_NAME", "Ann Author");
    env.put("GIT_COMMITTER_EMAIL", "ann@example.com");
  }
}
