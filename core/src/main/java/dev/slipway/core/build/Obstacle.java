package dev.slipway.core.build;

import dev.slipway.core.source.Labels;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a queued build is taken by nobody, in words without a full stop. */
public final class Obstacle {
  private Obstacle() {}

  /**
   * What keeps a build from being taken; null when nothing does.
   *
   * @param needed what its repository asks for
   * @param builders what each of the builders that are alive has
   */
  public static @Nullable String of(Labels needed, Collection<Labels> builders) {
    if (builders.stream().anyMatch(builder -> builder.cover(needed))) {
      return null;
    }
    if (builders.isEmpty()) {
      return "no builder is running";
    }
    List<String> unknown =
        needed.names().stream()
            .filter(name -> builders.stream().noneMatch(has -> has.names().contains(name)))
            .toList();
    return switch (unknown.size()) {
      case 0 -> "no builder has all of the labels " + String.join(", ", needed.names());
      case 1 -> "no builder has the label " + unknown.getFirst();
      default -> "no builder has any of the labels " + String.join(", ", unknown);
    };
  }
}
