package dev.slipway.cli.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A bare repository with a hook, and a clone that pushes to it, by the real git. */
final class GitServer {
  private final Path folder;
  private final Path bare;
  private final Path work;

  GitServer(Path folder) throws Exception {
    this.folder = folder;
    this.bare = folder.resolve("shop.git");
    this.work = folder.resolve("work");
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", bare.toString());
    git(folder, "init", "--quiet", "--initial-branch=main", work.toString());
    git(work, "remote", "add", "origin", bare.toString());
  }

  /** Installs the hook for one shell, which its first line names. */
  void install(String script, String shell) throws IOException {
    Path hook = bare.resolve("hooks").resolve("post-receive");
    Files.writeString(hook, script.replaceFirst("#!/bin/sh", "#!" + shell));
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
  }

  /** Commits a change; returns the commit. */
  String commit(String message) throws Exception {
    git(work, "commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", message);
    return git(work, "rev-parse", "HEAD").strip();
  }

  /** Commits with a message that git itself would have mended. */
  void commitRaw(byte[] message) throws Exception {
    String tree = inWork("hash-object", "-t", "tree", "-w", "/dev/null");
    String who = "Zoe <zoe@example.com> 1 +0000";
    var commit = new ByteArrayOutputStream();
    commit.writeBytes(
        "tree %s\nauthor %s\ncommitter %s\n\n".formatted(tree, who, who).getBytes(UTF_8));
    commit.writeBytes(message);
    Path file = Files.write(folder.resolve("commit"), commit.toByteArray());
    String id = inWork("hash-object", "-t", "commit", "-w", file.toString());
    inWork("update-ref", "refs/heads/main", id);
  }

  /** Pushes; returns what the pusher reads. Fails where the push does. */
  String push(String... refs) throws Exception {
    return git(work, Stream.concat(Stream.of("push", "origin"), Stream.of(refs)));
  }

  String inWork(String... command) throws Exception {
    return git(work, command).strip();
  }

  private String git(Path in, String... command) throws Exception {
    return git(in, Stream.of(command));
  }

  private String git(Path in, Stream<String> command) throws Exception {
    List<String> line = Stream.concat(Stream.of("git"), command).toList();
    ProcessBuilder builder = new ProcessBuilder(line).directory(in.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.putAll(
        Map.of(
            "HOME", folder.toString(),
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "Zoë \"Z\" O'Neil",
            "GIT_AUTHOR_EMAIL", "zoe@example.com",
            "GIT_COMMITTER_NAME", "Zoë",
            "GIT_COMMITTER_EMAIL", "zoe@example.com",
            "GL_USER", "zoe"));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(line + " failed: " + said);
    }
    return said;
  }
}
