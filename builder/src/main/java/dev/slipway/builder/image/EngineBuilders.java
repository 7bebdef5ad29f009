package dev.slipway.builder.image;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.slipway.core.build.BuildFailedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out which builders an engine has. */
final class EngineBuilders {
  private static final Pattern VERSION = Pattern.compile("1\\.(\\d+)");

  /** The first API version whose engine has BuildKit ready for use, of Docker 18.09. */
  private static final int FIRST_WITH_BUILDKIT = 39;

  private EngineBuilders() {}

  /**
   * Whether to build with BuildKit. Asks the engine each time, which takes about a millisecond: the
   * answer stays right after an upgrade, and an engine that is away is noticed before anything is
   * sent to it.
   */
  static boolean buildKit(Engine engine, BuilderChoice choice) throws BuildFailedException {
    Request ping = Request.builder().method(Request.Method.GET).path("/_ping").build();
    try (Response response = engine.http().execute(ping)) {
      return switch (choice) {
        case BUILDKIT -> true;
        case CLASSIC -> false;
        case AUTO ->
            buildKit(
                response.getHeader("Builder-Version"),
                response.getHeader("API-Version"),
                response.getHeader("OSType"),
                response.getHeader("Libpod-API-Version"));
      };
    } catch (RuntimeException e) {
      throw new BuildFailedException(EngineErrors.away(engine, e), e);
    }
  }

  /**
   * Reads the engine's greeting. Podman answers this API too, but its builder has other words, so
   * it is taken as classic; an engine that is set to prefer the classic builder says 1.
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
    Matcher version = VERSION.matcher(api == null ? "" : api);
    return version.matches() && Integer.parseInt(version.group(1)) >= FIRST_WITH_BUILDKIT;
  }
}
