package dev.slipway.builder.image;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.slipway.core.build.BuildFailedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says of itself.
 *
 * @param version of the engine, BuildKit included; empty where it does not say
 * @param buildKit whether BuildKit is ready for use
 */
record EngineGreeting(String version, boolean buildKit) {
  private static final Pattern API = Pattern.compile("1\\.(\\d+)");
  private static final Pattern SERVER = Pattern.compile("Docker/(\\S+).*");

  /** The first API version whose engine has BuildKit ready for use, of Docker 18.09. */
  private static final int FIRST_WITH_BUILDKIT = 39;

  /**
   * Asks the engine, each time anew, which takes about a millisecond: the answer stays right after
   * an upgrade, and an engine that is away is noticed before anything is sent to it.
   */
  static EngineGreeting of(Engine engine) throws BuildFailedException {
    Request ping = Request.builder().method(Request.Method.GET).path("/_ping").build();
    try (Response response = engine.http().execute(ping)) {
      boolean buildKit =
          buildKit(
              response.getHeader("Builder-Version"),
              response.getHeader("API-Version"),
              response.getHeader("OSType"),
              response.getHeader("Libpod-API-Version"));
      return new EngineGreeting(version(response.getHeader("Server")), buildKit);
    } catch (RuntimeException e) {
      throw new BuildFailedException(EngineErrors.away(engine, e), e);
    }
  }

  /**
   * Reads the headers. Podman answers this API too, but its builder has other words, so it is taken
   * as classic; an engine that is set to prefer the classic builder says 1.
   */
  static boolean buildKit(
      @Nullable String builder,
      @Nullable String api,
      @Nullable String os,
      @Nullable String podman) {
    if (podman != null || "windows".equalsIgnoreCase(os)) {
      return false;
    }
    if (builder != null && !builder.isEmpty()) {
      return builder.equals("2");
    }
    Matcher version = API.matcher(api == null ? "" : api);
    return version.matches() && Integer.parseInt(version.group(1)) >= FIRST_WITH_BUILDKIT;
  }

  /** Reads the header {@code Server}. */
  static String version(@Nullable String server) {
    Matcher version = SERVER.matcher(server == null ? "" : server);
    return version.matches() ? version.group(1) : "";
  }

  /** How a sentence names the engine. */
  String name() {
    return version.isEmpty() ? "the engine" : "the engine (" + version + ")";
  }
}
