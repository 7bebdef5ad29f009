package dev.slipway.dashboard.page;

import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.registry.Removal;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.dashboard.api.ImageDetail;
import dev.slipway.dashboard.api.ImageSight.Image;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image.
 *
 * @param refused why it was not removed just now; empty where nobody tried
 */
public record ImagePage(ImageDetail detail, List<Problem> refused) {
  public ImagePage {
    refused = List.copyOf(refused);
  }

  public Image image() {
    return detail.image();
  }

  public String repository() {
    return detail.repository().name();
  }

  /** How people call it: by its tag, or else by its digest. */
  public String title() {
    return image().tag().isEmpty() ? Show.digest(image().digest()) : image().tag();
  }

  public StoredManifest.Facts facts() {
    StoredManifest manifest = image().manifest();
    return manifest == null ? StoredManifest.Facts.NONE : manifest.facts();
  }

  public List<StoredManifest.Blob> layers() {
    StoredManifest manifest = image().manifest();
    return manifest == null ? List.of() : manifest.layers();
  }

  /** What removing does; null where it is refused. */
  public Removal.@Nullable OfImages removal() {
    return detail.removal() instanceof Removal.OfImages possible ? possible : null;
  }

  /** Why it stays; empty where it may go. */
  public List<Removal.Reason> reasons() {
    return detail.removal() instanceof Removal.Refused stays ? stays.reasons() : List.of();
  }
}
