package dev.slipway.deployer.target.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Requests of the engine's API that docker-java has no call for, as JSON.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/">the engine's API</a>
 */
public final class EngineJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EngineJson() {}

  /** A question. */
  public static Request get(String path) {
    return Request.builder().method(Request.Method.GET).path(path).build();
  }

  /** Something to be done, told by maps, lists, texts and numbers. */
  public static Request post(String path, Object body) {
    return Request.builder()
        .method(Request.Method.POST)
        .path(path)
        .putAllHeaders(Map.of("Content-Type", "application/json"))
        .body(new ByteArrayInputStream(bytes(body)))
        .build();
  }

  /** Something to be removed. */
  public static Request delete(String path) {
    return Request.builder().method(Request.Method.DELETE).path(path).build();
  }

  /** As texts of JSON are written. */
  public static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * The answer; an empty one is a missing node.
   *
   * @throws DockerException when the engine refuses
   */
  public static JsonNode read(Response response) throws IOException {
    byte[] body = response.getBody().readAllBytes();
    int status = response.getStatusCode();
    if (status < HttpURLConnection.HTTP_BAD_REQUEST) {
      return JSON.readTree(body);
    }
    String said = new String(body, StandardCharsets.UTF_8);
    throw switch (status) {
      case HttpURLConnection.HTTP_NOT_FOUND -> new NotFoundException(said);
      case HttpURLConnection.HTTP_CONFLICT -> new ConflictException(said);
      default -> new DockerException(said, status);
    };
  }
}
