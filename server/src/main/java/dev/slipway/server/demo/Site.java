package dev.slipway.server.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The developer's side: a small web site in a git repository, and the bare repository that it is
 * pushed to.
 */
final class Site {
  private static final String WORKING =
      """
      FROM busybox:latest
      COPY www /www
      EXPOSE 8080
      CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
      """;
  private static final String BROKEN =
      """
      FROM busybox:latest
      COPY www /www
      EXPOSE 8080
      CMD ["sh", "-c", "echo 'cannot find /etc/site.conf' >&2; exit 3"]
      """;

  private final Path work;
  private final Path bare;

  private Site(Path work, Path bare) {
    this.work = work;
    this.bare = bare;
  }

  /** Makes both repositories; nothing is pushed yet. */
  static Site create(Path folder, String name) throws IOException, InterruptedException {
    Path bare = folder.resolve("git").resolve(name + ".git");
    Path work = folder.resolve("work");
    Files.createDirectories(work.resolve("www"));
    Files.createDirectories(bare);
    Site site = new Site(work, bare);
    run(bare, List.of("git", "init", "--quiet", "--bare", "--initial-branch=main", "."));
    run(bare, List.of("git", "config", "http.receivepack", "true"));
    run(work, List.of("git", "init", "--quiet", "--initial-branch=main", "."));
    run(work, List.of("git", "config", "user.name", "Ada"));
    run(work, List.of("git", "config", "user.email", "ada@example.com"));
    run(work, List.of("git", "remote", "add", "origin", bare.toString()));
    return site;
  }

  /** What Slipway prints for plain git servers goes here. */
  void installHook(String script) throws IOException {
    Path hook = bare.resolve("hooks/post-receive");
    Files.writeString(hook, script);
    if (!hook.toFile().setExecutable(true)) {
      throw new IOException(hook + " cannot be made executable");
    }
  }

  /** Commits and pushes a version that says its number; returns what git said. */
  String push(int version, boolean works) throws IOException, InterruptedException {
    Files.writeString(work.resolve("www/index.html"), "This is version " + version + "\n");
    Files.writeString(work.resolve("www/up"), "up\n");
    Files.writeString(work.resolve("Dockerfile"), works ? WORKING : BROKEN);
    Files.writeString(work.resolve(".slipway.yml"), "deploy:\n  healthcheck: /up\n");
    run(work, List.of("git", "add", "--all"));
    run(work, List.of("git", "commit", "--quiet", "--message", "Version " + version));
    return run(work, List.of("git", "push", "--quiet", "origin", "main"));
  }

  /** Runs a command without a shell and returns its output; fails with it when the command does. */
  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code + ": " + output);
    }
    return output;
  }
}
