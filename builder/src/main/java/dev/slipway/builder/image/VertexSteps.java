package dev.slipway.builder.image;

import dev.slipway.builder.image.SolveStatus.Vertex;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which step an operation of BuildKit is shown. Those of the Dockerfile are steps under
 * BuildKit's own names. Others are gathered by what they are for: a reader of the log wants to know
 * that they took time or failed, not how they are made.
 */
final class VertexSteps {
  static final String BASE_IMAGE = "base image";

  /** The program that reads the Dockerfile, where that names one. */
  static final String FRONTEND = "frontend";

  static final String CACHE = "cache";
  static final String EXPORT = "export";

  private static final String RESOLVE_FRONTEND = "resolve image config for ";
  private static final String FETCH_FRONTEND = "docker-image://";
  private static final Pattern LOOK_UP =
      Pattern.compile("(?:\\[internal] load metadata for|resolve image config for) (?<image>.+)");
  private static final Pattern IMPORT =
      Pattern.compile("importing cache manifest from (?<image>.+)");

  private VertexSteps() {}

  static String of(Vertex vertex) {
    String name = vertex.name();
    if (name.startsWith(RESOLVE_FRONTEND) || name.startsWith(FETCH_FRONTEND)) {
      return FRONTEND;
    }
    if (lookedUp(vertex) != null || name.startsWith("[auth]")) {
      return BASE_IMAGE;
    }
    if (imported(vertex) != null) {
      return CACHE;
    }
    if (name.startsWith("[internal]") || name.startsWith("copy /")) {
      return BuildSteps.CONTEXT;
    }
    if (name.startsWith("exporting ")) {
      return EXPORT;
    }
    return name.lines().findFirst().orElse(vertex.digest());
  }

  /** Whether several operations can be in the step. */
  static boolean gathers(String step) {
    return switch (step) {
      case BuildSteps.CONTEXT, FRONTEND, BASE_IMAGE, CACHE, EXPORT -> true;
      default -> false;
    };
  }

  /** Whether the operation does what the Dockerfile says. */
  static boolean ofDockerfile(Vertex vertex) {
    return vertex.name().startsWith("[") && !gathers(of(vertex));
  }

  /** The image that the operation looks up; null when it does something else. */
  static @Nullable String lookedUp(Vertex vertex) {
    return image(LOOK_UP, vertex);
  }

  /** The image in which the operation looks for results of steps; null otherwise. */
  static @Nullable String imported(Vertex vertex) {
    return image(IMPORT, vertex);
  }

  private static @Nullable String image(Pattern pattern, Vertex vertex) {
    Matcher matcher = pattern.matcher(vertex.name());
    return matcher.matches() ? matcher.group("image") : null;
  }
}
