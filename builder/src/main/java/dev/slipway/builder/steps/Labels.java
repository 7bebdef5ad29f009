package dev.slipway.builder.steps;

import dev.slipway.core.build.BuildId;
import java.util.List;
import java.util.Map;

/**
 * The labels by which everything on the engine is found again: nothing else is remembered about it.
 * All of it carries the installation, so that two Slipways on one engine never touch each other's.
 */
final class Labels {
  static final String INSTANCE = "dev.slipway.instance";
  static final String BUILD = "dev.slipway.build";

  /** Which step or service of the build a container is. */
  static final String STEP = "dev.slipway.step";

  /** On what a cache is kept in. */
  static final String REPOSITORY = "dev.slipway.repository";

  static final String REF = "dev.slipway.ref";
  static final String PATH = "dev.slipway.path";

  /** On the note of a cache's last use: which cache. */
  static final String CACHE = "dev.slipway.cache";

  /** On the note of a cache's last use: days since 1970. */
  static final String DAY = "dev.slipway.day";

  private Labels() {}

  /** On everything that ends with the build. */
  static Map<String, String> of(String instance, BuildId build) {
    return Map.of(INSTANCE, instance, BUILD, build.value());
  }

  static Map<String, String> of(String instance, BuildId build, String step) {
    return Map.of(INSTANCE, instance, BUILD, build.value(), STEP, step);
  }

  /** As the engine's list calls want to have them. */
  static List<String> filter(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .toList();
  }
}
