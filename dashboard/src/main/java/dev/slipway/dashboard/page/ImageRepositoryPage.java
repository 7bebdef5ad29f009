package dev.slipway.dashboard.page;

import dev.slipway.core.Page;
import dev.slipway.dashboard.api.ImageSight.Image;
import org.jspecify.annotations.Nullable;

/**
 * The images of one repository.
 *
 * @param wanted what their tags, commits or services have to have in them; empty for all
 * @param gone what was just removed; empty for nothing
 */
public record ImageRepositoryPage(String name, Page<Image> images, String wanted, String gone) {
  public String path() {
    return ImageWords.path(name);
  }

  /** Where an image's page is: by its tag where it has one. */
  public String path(Image image) {
    return ImageWords.path(name, image.tag().isEmpty() ? image.digest() : image.tag());
  }

  /** Where the next ones are; null at the end. */
  public @Nullable String next() {
    String next = images.next();
    return next == null ? null : Link.to(path(), "q", wanted, "before", next);
  }
}
