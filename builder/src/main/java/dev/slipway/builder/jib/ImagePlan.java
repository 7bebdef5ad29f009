package dev.slipway.builder.jib;

import java.util.ArrayList;
import java.util.List;

/**
 * What an image consists of, before any of its own layers is written.
 *
 * @param base layers of its base, which are in a registry already
 * @param layers of the Dockerfile's instructions
 */
record ImagePlan(
    FileTree tree, ImageConfig config, List<BaseImage.Layer> base, List<LayerPlan> layers) {
  ImagePlan {
    base = List.copyOf(base);
    layers = List.copyOf(layers);
  }

  /** One that begins with nothing. */
  static ImagePlan scratch(String platform) {
    return new ImagePlan(FileTree.empty(), ImageConfig.scratch(platform), List.of(), List.of());
  }

  /** The same with more layers. */
  ImagePlan with(List<LayerPlan> more) {
    List<LayerPlan> all = new ArrayList<>(layers);
    all.addAll(more);
    return new ImagePlan(tree, config, base, all);
  }

  /** Where another stage begins that is based on this one. */
  ImagePlan next() {
    return new ImagePlan(tree.copy(), config.next(), base, layers);
  }

  /**
   * Files that one instruction brings, or a part of them.
   *
   * @param step the name that the instruction has in the build's steps
   */
  record LayerPlan(String step, List<LayerEntry> entries) {
    LayerPlan {
      entries = List.copyOf(entries);
    }

    /** The bytes of its files. */
    long size() {
      return entries.stream()
          .mapToLong(entry -> entry.content() == null ? 0 : entry.content().size())
          .sum();
    }
  }
}
