package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.testing.GitHttpServer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service whose second release is caught in a certain phase. The same phase may be met in several
 * ways, by services of different names.
 */
final class Lane {
  /** Listens late where it is told to, and does not hear SIGTERM where it is told that. */
  private static final String DOCKERFILE =
      Developer.FROM
          + """
          EXPOSE 8080
          COPY . /www
          CMD ["sh", "-c", "[ -z $DEAF ] || trap '' TERM; sleep ${LATE:-0}; exec httpd -f -p 8080 -h /www"]
          """;

  private static final Pattern REPLICAS = Pattern.compile("replicas: (\\d+)");

  private final String phase;
  private String name;
  private String first = "";
  private String second = "";
  private String sign = "";
  private Predicate<JsonNode> reached = _ -> true;
  private boolean pulled;
  private @Nullable Developer developer;
  private @Nullable String firstBuild;

  private Lane(String phase) {
    this.phase = phase;
    this.name = phase;
  }

  static Lane in(String phase) {
    return new Lane(phase);
  }

  Lane called(String other) {
    name = other;
    return this;
  }

  /** Lines of the first release's deploy section. */
  Lane first(String deploy) {
    first = deploy;
    return this;
  }

  /** Lines of the second release's deploy section. */
  Lane second(String deploy) {
    second = deploy;
    return this;
  }

  /** The phase alone does not say enough. */
  Lane when(String what, Predicate<JsonNode> deployment) {
    sign = what;
    reached = deployment;
    return this;
  }

  /** The engine forgets the second image, so that it has to come from the registry. */
  Lane pulled() {
    pulled = true;
    return this;
  }

  String name() {
    return name;
  }

  String host() {
    return developer().host();
  }

  int replicas() {
    return replicas(second);
  }

  int replicasBefore() {
    return replicas(first);
  }

  private static int replicas(String deploy) {
    Matcher replicas = REPLICAS.matcher(deploy);
    return replicas.find() ? Integer.parseInt(replicas.group(1)) : 1;
  }

  void join(Api api, GitHttpServer git, Path folder) throws Exception {
    developer = Developer.join(api, git, folder, name).file("Dockerfile", DOCKERFILE);
    firstBuild = push("one", first);
  }

  void awaitFirst(Api api) throws Exception {
    api.awaitDeployment(Objects.requireNonNull(firstBuild), "live");
  }

  /** Builds the second release, which waits; its deployment. */
  String queueSecond(Api api, Path data) throws Exception {
    api.post(service() + "/pause", "{}");
    JsonNode build = api.awaitBuild(push("two", second), "succeeded");
    if (pulled) {
      try (Containers containers = Containers.of(data)) {
        containers.forgetImage(StoredImage.of(build));
      }
    }
    return build.get("deployments").get(0).asText();
  }

  void begin(Api api) throws Exception {
    api.post(service() + "/resume", "{}");
  }

  void awaitPhase(Api api, String deployment) throws Exception {
    Wait.until(this + " is reached", () -> isThere(api, deployment), there -> there);
  }

  boolean isThere(Api api, String deployment) throws Exception {
    JsonNode now = api.get("/api/v1/deployments/" + deployment);
    String status = now.get("status").asText();
    assertThat(status).as("%s", now).isNotIn("live", "failed", "rolled_back");
    return status.equals(phase) && reached.test(now);
  }

  private String push(String text, String deploy) throws Exception {
    return developer()
        .file("index.html", text)
        .file(
            ".slipway.yml",
            "deploy:\n  healthcheck: { path: /, interval: 200ms, timeout: 2s }\n" + deploy + "\n")
        .push();
  }

  private String service() {
    return "/api/v1/services/" + name + ".production";
  }

  private Developer developer() {
    return Objects.requireNonNull(developer);
  }

  @Override
  public String toString() {
    return name + " in " + phase + (sign.isEmpty() ? "" : ", where " + sign);
  }
}
