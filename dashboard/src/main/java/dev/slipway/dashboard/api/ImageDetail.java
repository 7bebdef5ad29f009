package dev.slipway.dashboard.api;

import dev.slipway.core.registry.Removal;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.dashboard.api.ImageSight.Image;
import java.util.List;

/**
 * One image and everything about it.
 *
 * @param reference {@code HOST/REPOSITORY@DIGEST}, as an engine pulls it
 * @param parts of an index, each with its platform
 * @param removal what removing it would do now, with all its tags and what refers to it
 */
public record ImageDetail(
    RepositoryContent repository,
    String reference,
    Image image,
    List<Part> parts,
    Removal removal) {
  public ImageDetail {
    parts = List.copyOf(parts);
  }

  /**
   * A part of an index.
   *
   * @param platform as the index says it; may be empty
   */
  public record Part(String digest, String platform, Image image) {}
}
