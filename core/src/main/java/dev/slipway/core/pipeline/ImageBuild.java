package dev.slipway.core.pipeline;

import dev.slipway.core.NameFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code build}: one image.
 *
 * @param name tells images of one repository apart; also the last part of its path in the registry
 *     when there are several
 * @param context folder that is sent to the engine, relative to the root; empty for the root
 * @param dockerfile path relative to the context
 * @param target stage to build; null for the last
 * @param secrets names of the secrets that its steps may mount, which are their BuildKit ids too
 * @param platforms such as {@code linux/amd64}; empty for the builder's own
 * @param path built where at least one changed path is wanted
 */
public record ImageBuild(
    String name,
    String context,
    String dockerfile,
    @Nullable String target,
    Map<String, String> args,
    List<String> secrets,
    List<String> platforms,
    Cache cache,
    Engine engine,
    NameFilter path) {
  public ImageBuild {
    args = Map.copyOf(args);
    secrets = List.copyOf(secrets);
    platforms = List.copyOf(platforms);
  }

  /** One that leaves the rest at its defaults. */
  public ImageBuild(
      String name,
      String context,
      String dockerfile,
      @Nullable String target,
      Map<String, String> args) {
    this(
        name,
        context,
        dockerfile,
        target,
        args,
        List.of(),
        List.of(),
        Cache.REGISTRY,
        Engine.AUTO,
        NameFilter.ALL);
  }

  /** Whether all is as when nobody says anything: the Dockerfile at the root. */
  public boolean inferred() {
    return equals(new ImageBuild(name, "", "Dockerfile", null, Map.of()));
  }

  /** The same with other arguments. */
  public ImageBuild withArgs(Map<String, String> other) {
    return new ImageBuild(
        name, context, dockerfile, target, other, secrets, platforms, cache, engine, path);
  }

  /** The same with nothing of earlier builds. */
  public ImageBuild withoutCache() {
    return new ImageBuild(
        name, context, dockerfile, target, args, secrets, platforms, Cache.OFF, engine, path);
  }

  /** Where the results of its steps are kept for the next build. */
  public enum Cache {
    OFF,
    /** On the engine alone. */
    LOCAL,
    /** In the registry too, per branch, so that every builder has it. */
    REGISTRY;

    /** How the pipeline file writes it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one with that {@link #id}, if there is one. */
    public static Optional<Cache> of(String id) {
      return Arrays.stream(values()).filter(cache -> cache.id().equals(id)).findFirst();
    }
  }

  /** What builds it. */
  public enum Engine {
    /** The fastest of the others that can build it; the log says which, and why. */
    AUTO,
    BUILDKIT,
    DOCKER,
    JIB;

    /** How the pipeline file writes it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one with that {@link #id}, if there is one. */
    public static Optional<Engine> of(String id) {
      return Arrays.stream(values()).filter(engine -> engine.id().equals(id)).findFirst();
    }
  }
}
