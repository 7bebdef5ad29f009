package dev.slipway.dashboard.page;

import dev.slipway.core.Page;
import dev.slipway.core.registry.RegistryContent;
import dev.slipway.dashboard.api.ImageSight.Summary;
import org.jspecify.annotations.Nullable;

/**
 * The repositories of the registry.
 *
 * @param wanted a part of their names; empty for all
 */
public record ImagesPage(RegistryContent content, Page<Summary> repositories, String wanted) {
  /** Where the next ones are; null at the end. */
  public @Nullable String next() {
    String next = repositories.next();
    return next == null ? null : Link.to("/images", "q", wanted, "before", next);
  }
}
