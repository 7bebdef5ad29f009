package dev.slipway.builder.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The request that starts a build.
 *
 * @param names to give the image
 * @param handle by which the build can be canceled; known to BuildKit only
 * @param buildKit what BuildKit alone understands; null for the classic builder
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image">ImageBuild
 *     in the Engine API</a>
 */
record BuildRequest(
    ImageBuild spec, List<String> names, String handle, @Nullable BuildKitOptions buildKit) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An argument of BuildKit's own, which the Dockerfile need not declare. */
  private static final String INLINE_CACHE = "BUILDKIT_INLINE_CACHE";

  /** The classic builder's word for Docker Hub. */
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

  /**
   * What BuildKit alone understands.
   *
   * @param session over which it asks for secrets; null for none
   * @param cacheFrom images of whose layers some may be the results of this build's steps
   * @param leavesCache whether the image is to say which steps its layers are the results of, so
   *     that it can serve as a cache itself
   */
  record BuildKitOptions(@Nullable String session, List<String> cacheFrom, boolean leavesCache) {}

  /**
   * The request to send.
   *
   * @param logins for the classic builder, which takes them all with the request; BuildKit asks for
   *     the ones that it needs over its session
   */
  Request with(InputStream context, RegistryLogins logins) {
    Request.Builder request =
        Request.builder()
            .method(Request.Method.POST)
            .path(path())
            .putHeader("Content-Type", "application/x-tar")
            .body(context);
    if (buildKit == null && !logins.hosts().isEmpty()) {
      request.putHeader("X-Registry-Config", registryConfig(logins));
    }
    return request.build();
  }

  private static String registryConfig(RegistryLogins logins) {
    Map<String, Map<String, String>> byHost = new TreeMap<>();
    for (String host : logins.hosts()) {
      logins
          .at(host)
          .ifPresent(login ->
              byHost.put(
                  host.equals("docker.io") ? DOCKER_HUB : host,
                  Map.of("username", login.username(), "password", login.password())));
    }
    return Base64.getUrlEncoder().encodeToString(json(byHost).getBytes(StandardCharsets.UTF_8));
  }

  /** Path and query. */
  String path() {
    Query query = new Query();
    query.add("version", buildKit == null ? "1" : "2");
    query.add("buildid", handle);
    query.add("dockerfile", spec.dockerfile());
    query.add("rm", "1");
    query.add("forcerm", "1");
    query.add("target", spec.target());
    if (spec.cache() == ImageBuild.Cache.OFF) {
      query.add("nocache", "1");
    }
    spec.platforms().forEach(platform -> query.add("platform", platform));
    Map<String, String> args = new TreeMap<>(spec.args());
    if (buildKit != null) {
      query.add("session", buildKit.session());
      if (!buildKit.cacheFrom().isEmpty()) {
        query.add("cachefrom", json(buildKit.cacheFrom()));
      }
      if (buildKit.leavesCache()) {
        args.put(INLINE_CACHE, "1");
      }
    }
    if (!args.isEmpty()) {
      query.add("buildargs", json(args));
    }
    names.forEach(name -> query.add("t", name));
    return "/build?" + query.text;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings are always JSON", e);
    }
  }

  /** Parameters in the order of the calls. */
  private static final class Query {
    private final StringJoiner text = new StringJoiner("&");

    /** Null adds nothing. */
    void add(String name, @Nullable String value) {
      if (value != null) {
        text.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
  }
}
