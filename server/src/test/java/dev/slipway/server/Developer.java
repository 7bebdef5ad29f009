package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.testing.GitHttpServer;
import dev.slipway.core.source.testing.WorkTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who pushes to a repository with Slipway's hook in it, by nothing but git. */
final class Developer {
  static final String FROM = "FROM busybox:latest\n";
  static final String SERVE =
      """
      COPY . /www
      EXPOSE 8080
      CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
      """;
  private static final Pattern STARTED = Pattern.compile("build started: \\S+/builds/(\\S+)");

  private final String name;
  private final WorkTree tree;

  private Developer(String name, WorkTree tree) {
    this.name = name;
    this.tree = tree;
  }

  /** Makes the repository, adds it to Slipway, and installs the hook that Slipway prints. */
  static Developer join(Api api, GitHttpServer git, Path folder, String name) throws Exception {
    String repository = "acme/" + name;
    Path bare = git.create(repository);
    RunningSlipway.command(
        api,
        "repos",
        "add",
        repository,
        "--forge",
        "git",
        "--clone-url",
        git.url(repository).toString());
    Path hook = bare.resolve("hooks/post-receive");
    Files.writeString(hook, RunningSlipway.command(api, "hook", repository));
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    return new Developer(name, WorkTree.init(folder.resolve(name), git.url(repository)));
  }

  /** What visitors ask for. */
  String host() {
    return name + ".localhost";
  }

  /** The service that is made of it. */
  String service() {
    return name;
  }

  /** A small web site that shows this text. */
  Developer site(String text) throws IOException {
    return file("index.html", text).file("Dockerfile", FROM + SERVE);
  }

  /** The same site, whose image takes some more instructions, which no cache knows. */
  Developer site(String text, String instructions) throws IOException {
    String unseen = "ENV WRITTEN_AT=" + System.nanoTime() + "\n";
    return file("index.html", text).file("Dockerfile", FROM + unseen + instructions + "\n" + SERVE);
  }

  Developer file(String path, String content) throws IOException {
    tree.write(path, content);
    return this;
  }

  Developer program(String path, String content) throws IOException {
    tree.writeExecutable(path, content);
    return this;
  }

  Developer without(String path) throws IOException {
    Files.delete(tree.folder().resolve(path));
    return this;
  }

  /** Commits, pushes to main, and returns the id of the build that the push says it started. */
  String push() throws IOException {
    return push("refs/heads/main");
  }

  String push(String ref) throws IOException {
    return push(ref, "Change " + name);
  }

  String push(String ref, String message) throws IOException {
    tree.commit(message);
    String said = tree.git("push", "--force", "origin", "HEAD:" + ref);
    Matcher started = STARTED.matcher(said);
    assertThat(started.find()).as(said).isTrue();
    return started.group(1);
  }

  String sha() throws IOException {
    return tree.git("rev-parse", "HEAD");
  }

  /** The whole of a site going live, for tests that begin behind it. */
  JsonNode goLive(Api api, String text) throws Exception {
    return api.awaitDeployment(site(text).push(), "live");
  }

  /** A deploy section whose patience is short. */
  Developer impatient(String... more) throws IOException {
    return file(
        ".slipway.yml",
        """
        deploy:
          healthcheck: { path: /, interval: 200ms, timeout: 1s, retries: 3 }
        """
            + String.join("\n", List.of(more)));
  }
}
