package dev.slipway.builder.image;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps what strangers build from reaching other builds through the engine's caches. A layer is
 * found again by what it was made of, which is as good as its maker's word as long as all that goes
 * into it counts. Three things do not: folders that {@code RUN --mount=type=cache} keeps, the proxy
 * that a download went through, and whatever a frontend of one's own makes up.
 */
final class Isolation {
  private static final int LARGEST_DOCKERFILE = 1 << 20;
  private static final String CACHE_FOLDERS = "BUILDKIT_CACHE_MOUNT_NS";

  /** Arguments that the engine knows without the Dockerfile's doing. */
  private static final Set<String> PROXIES =
      Set.of("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy");

  private static final Pattern FRONTEND =
      Pattern.compile("(?:#|//)\\s*syntax\\s*=\\s*(\\S+).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern USUAL =
      Pattern.compile("(?:docker\\.io/)?docker/dockerfile(?:[:@].*)?");

  private Isolation() {}

  /** The same build with cache folders of its own, and no say in how the engine builds. */
  static ImageBuild of(ImageBuild spec, BuildId build) {
    Map<String, String> args = new TreeMap<>(spec.args());
    args.keySet().removeIf(Isolation::steersTheEngine);
    args.put(CACHE_FOLDERS, build.value());
    return spec.withArgs(args);
  }

  /**
   * Makes sure that the engine's usual frontend reads the Dockerfile.
   *
   * @throws BuildFailedException when the Dockerfile brings another one
   */
  static void check(Checkout checkout, ImageBuild spec) throws BuildFailedException, IOException {
    Optional<String> frontend = dockerfile(checkout, spec).flatMap(Isolation::frontend);
    if (frontend.isPresent() && !USUAL.matcher(frontend.get()).matches()) {
      throw new BuildFailedException(
          new Failure.StepFailed(
              BuildSteps.CONTEXT,
              path(spec)
                  + " asks for the frontend "
                  + frontend.get()
                  + ", which a fork may not bring",
              "leave out `# syntax=`, or push the commit to a branch of the repository itself"));
    }
  }

  /** The text of the Dockerfile, when there is one of a sensible size. */
  static Optional<String> dockerfile(Checkout checkout, ImageBuild spec) throws IOException {
    return checkout
        .file(path(spec), LARGEST_DOCKERFILE)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static String path(ImageBuild spec) {
    return spec.context().isEmpty() ? spec.dockerfile() : spec.context() + "/" + spec.dockerfile();
  }

  /** What the comments at the top of a Dockerfile, or a Dockerfile in JSON, name as its reader. */
  static Optional<String> frontend(String dockerfile) {
    String text = dockerfile.startsWith("\ufeff") ? dockerfile.substring(1) : dockerfile;
    if (text.stripLeading().startsWith("{")) {
      return Optional.of("in JSON");
    }
    return text.lines()
        .map(String::strip)
        .takeWhile(line -> line.isEmpty() || line.startsWith("#") || line.startsWith("//"))
        .map(FRONTEND::matcher)
        .filter(Matcher::matches)
        .map(directive -> directive.group(1))
        .findFirst();
  }

  private static boolean steersTheEngine(String arg) {
    String lower = arg.toLowerCase(Locale.ROOT);
    return lower.startsWith("buildkit_") || PROXIES.contains(lower);
  }
}
