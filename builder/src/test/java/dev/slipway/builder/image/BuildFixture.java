package dev.slipway.builder.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.slipway.core.NameFilter;
import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.ImageBuilder.LayerCache;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.ImageBuild.Cache;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A real engine and orders for it; takes away what was built under its name. */
final class BuildFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Engine engine = Engine.fromEnvironment();

  /** Keeps tests and runs apart, in the registry and in the engine's cache. */
  final String salt = UUID.randomUUID().toString();

  /** Path of the images. */
  final String repository = "acme/shop-" + salt;

  /** An order for BuildKit, to be changed by the caller. */
  Draft draft() {
    return new Draft(this);
  }

  /** Removes the images that were built here from the engine, and no step's result. */
  void forgetImages() {
    engine
        .client()
        .listImagesCmd()
        .withFilter("reference", List.of("*/" + repository + "*"))
        .exec()
        .stream()
        .flatMap(image -> Stream.of(image.getRepoTags()))
        .forEach(tag -> engine.client().removeImageCmd(tag).withForce(true).exec());
  }

  /**
   * Makes the engine forget the results of the steps that have the salt in their commands; the rest
   * of its cache is others'.
   */
  void forgetSteps() throws IOException {
    forgetImages();
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : call(Request.Method.GET, "/system/df").path("BuildCache")) {
      if (entry.path("Description").asText().contains(salt)) {
        ids.add(entry.path("ID").asText());
      }
    }
    for (String id : ids) {
      String filter = JSON.writeValueAsString(Map.of("id", List.of(id)));
      call(
          Request.Method.POST,
          "/build/prune?all=1&filters=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    }
  }

  private JsonNode call(Request.Method method, String path) throws IOException {
    try (Response response =
        engine.http().execute(Request.builder().method(method).path(path).build())) {
      return JSON.readTree(response.getBody());
    }
  }

  @Override
  public void close() {
    forgetImages();
    engine.close();
  }

  /** What is to be built. */
  static final class Draft {
    private final BuildFixture fixture;
    private List<String> wanted = List.of();
    private Map<String, String> args = Map.of();
    private Map<String, Secret> secrets = Map.of();
    private Cache cache = Cache.LOCAL;
    private LayerCache tags = LayerCache.NONE;
    private List<String> platforms = List.of();
    private boolean fromFork;

    private Draft(BuildFixture fixture) {
      this.fixture = fixture;
    }

    Draft wanting(String... names) {
      wanted = List.of(names);
      return this;
    }

    Draft arg(String name, String value) {
      args = Map.of(name, value);
      return this;
    }

    Draft with(String name, String value) {
      secrets = Map.of(name, new Secret(name, value));
      return this;
    }

    Draft cache(Cache kind, List<String> from, String to) {
      cache = kind;
      tags = new LayerCache(from, to);
      return this;
    }

    Draft platforms(String... names) {
      platforms = List.of(names);
      return this;
    }

    Draft fromFork() {
      fromFork = true;
      return this;
    }

    Order order(String... names) {
      ImageBuild spec =
          new ImageBuild(
              "web",
              "",
              "Dockerfile",
              null,
              args,
              wanted,
              platforms,
              cache,
              ImageBuild.Engine.BUILDKIT,
              NameFilter.ALL);
      return new Order(
          new BuildId("bld_" + UUID.randomUUID()),
          spec,
          fixture.repository,
          List.of(names),
          fromFork,
          secrets,
          tags);
    }
  }
}
