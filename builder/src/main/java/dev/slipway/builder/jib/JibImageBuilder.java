package dev.slipway.builder.jib;

import dev.slipway.builder.image.PushTurn;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.registry.PushGate;
import dev.slipway.core.registry.PushGate.Held;
import dev.slipway.core.registry.Registry;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Builds Dockerfiles without RUN straight into the registry. Needs no engine, and no more memory
 * for a large image than for a small one: files pass through a folder of its own. Safe for
 * concurrent use.
 */
public final class JibImageBuilder implements ImageBuilder, AutoCloseable {
  private static final long CACHE_LIMIT = 2L << 30;
  private static final String STEP = "image";

  private final String prefix;
  private final Registry verifier;
  private final RegistryHttp registry;

  /** For what strangers build: they are to see no image that not everybody may see. */
  private final RegistryHttp anonymous;

  private final CacheFolder cache;
  private final BaseImages bases;
  private final BaseImages publicBases;
  private final String platform = platform();
  private final PushGate gate;

  /** Makes a builder for a registry that nobody cleans. */
  public JibImageBuilder(
      String registryPrefix,
      Registry registry,
      RegistryLogins logins,
      AddressPolicy addresses,
      Path folder) {
    this(registryPrefix, registry, logins, addresses, folder, PushGate.alwaysOpen());
  }

  /**
   * Makes a builder.
   *
   * @param registryPrefix host and port, with a path where images have to be below one: what comes
   *     before a repository's path in an image's name
   * @param logins to that registry and to those of base images, where they want them
   * @param addresses where base images may come from besides that registry
   * @param folder for what is worth remembering from build to build, and for temporary files; it
   *     may be emptied at any time
   * @param gate by which pushes go to that registry
   */
  public JibImageBuilder(
      String registryPrefix,
      Registry registry,
      RegistryLogins logins,
      AddressPolicy addresses,
      Path folder,
      PushGate gate) {
    int slash = registryPrefix.indexOf('/');
    String host = slash < 0 ? registryPrefix : registryPrefix.substring(0, slash);
    this.prefix = slash < 0 ? "" : registryPrefix.substring(slash + 1) + "/";
    this.verifier = registry;
    this.gate = gate;
    this.registry = new RegistryHttp(host, logins);
    this.anonymous = new RegistryHttp(host, RegistryLogins.NONE);
    this.cache = new CacheFolder(folder, CACHE_LIMIT);
    this.bases = new BaseImages(this.registry, logins, addresses, cache, platform);
    this.publicBases = new BaseImages(anonymous, RegistryLogins.NONE, addresses, cache, platform);
  }

  /**
   * Builds and pushes, or says why an engine has to. Where it does not build, it has reported no
   * step, so that the engine can report its own.
   *
   * @throws BuildFailedException as {@link ImageBuilder#build} does
   */
  public Answer tryToBuild(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    cancellation.check();
    Target target = new Target(registry, prefix + order.repository(), verifier);
    Tools tools = new Tools(order.fromFork() ? publicBases : bases, cache, platform);
    // Layers go to the registry while others are still being made.
    try (Held _ = PushTurn.take(gate, progress, cancellation)) {
      return new JibBuild(tools, target, order, progress, cancellation).run(checkout);
    }
  }

  @Override
  public BuiltImage build(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    return switch (tryToBuild(order, checkout, progress, cancellation)) {
      case Answer.Built(BuiltImage image) -> image;
      case Answer.LeaveToEngine(String because) ->
          throw new BuildFailedException(
              new Failure.StepFailed(
                  STEP,
                  order.spec().dockerfile() + " cannot be built by `engine: jib`: " + because,
                  "write `engine: auto`, or change that line"));
    };
  }

  /** The one that a container engine on this machine would build for. */
  private static String platform() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "aarch64" -> "linux/arm64";
      case "x86_64" -> "linux/amd64";
      default -> "linux/" + name;
    };
  }

  /** Ends the connections to the registry. */
  @Override
  public void close() {
    registry.close();
    anonymous.close();
  }

  /** What all builds share. */
  record Tools(BaseImages bases, CacheFolder cache, String platform) {}

  /** Where an image goes. */
  record Target(RegistryHttp registry, String repository, Registry verifier) {
    String name() {
      return registry.host() + "/" + repository;
    }
  }
}
