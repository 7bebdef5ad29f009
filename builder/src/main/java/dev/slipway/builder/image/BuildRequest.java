package dev.slipway.builder.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The request that starts a build.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image">ImageBuild
 *     in the Engine API</a>
 */
final class BuildRequest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BuildRequest() {}

  static Request of(String path, InputStream context) {
    return Request.builder()
        .method(Request.Method.POST)
        .path(path)
        .putHeader("Content-Type", "application/x-tar")
        .body(context)
        .build();
  }

  /**
   * Path and query.
   *
   * @param names to give the image
   * @param handle by which the build can be canceled; known to BuildKit only
   */
  static String path(ImageBuild spec, List<String> names, boolean buildKit, String handle) {
    List<String> query = new ArrayList<>();
    query.add(parameter("version", buildKit ? "2" : "1"));
    query.add(parameter("buildid", handle));
    query.add(parameter("dockerfile", spec.dockerfile()));
    query.add(parameter("rm", "1"));
    query.add(parameter("forcerm", "1"));
    if (spec.target() != null) {
      query.add(parameter("target", spec.target()));
    }
    if (!spec.args().isEmpty()) {
      query.add(parameter("buildargs", json(spec)));
    }
    names.forEach(name -> query.add(parameter("t", name)));
    return "/build?" + String.join("&", query);
  }

  private static String json(ImageBuild spec) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(spec.args()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }

  private static String parameter(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
