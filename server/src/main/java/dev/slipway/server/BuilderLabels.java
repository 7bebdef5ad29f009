package dev.slipway.server;

import dev.slipway.config.settings.Role;
import dev.slipway.config.settings.Settings;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.source.Labels;
import dev.slipway.deployer.target.docker.Engine;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process has as a builder: what its settings say, and its platform. */
final class BuilderLabels {
  private static final Logger LOG = LoggerFactory.getLogger(BuilderLabels.class);

  private BuilderLabels() {}

  static Labels of(Settings settings, Engine engine) {
    if (!settings.roles().contains(Role.BUILDER)) {
      return Labels.NONE;
    }
    String platform = platform(engine);
    LOG.info("This builder has the platform {}, labels: {}", platform, settings.builderLabels());
    return settings.builderLabels().and(platform);
  }

  /** The engine's, which may be on another machine; this machine's while the engine is away. */
  private static String platform(Engine engine) {
    try {
      return engine.platform();
    } catch (TargetException e) {
      String own = "linux/" + named(System.getProperty("os.arch", "amd64"));
      LOG.warn("The engine does not say its platform, taken for {}: {}", own, e.getMessage());
      return own;
    }
  }

  /** As image configurations name it. */
  private static String named(String arch) {
    return switch (arch.toLowerCase(Locale.ROOT)) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      case String other -> other;
    };
  }
}
