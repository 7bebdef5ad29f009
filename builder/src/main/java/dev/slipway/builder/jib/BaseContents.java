package dev.slipway.builder.jib;

import dev.slipway.builder.jib.ImagePlan.LayerPlan;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Fetches the files of base images that are copied into an image; all others stay in the registry.
 * Each layer is read once.
 */
final class BaseContents {
  private final BaseImages images;
  private final Map<String, BaseImage.Layer> layers;
  private final Spool spool;

  /**
   * Fetches from these layers.
   *
   * @param layers by digest
   */
  BaseContents(BaseImages images, Map<String, BaseImage.Layer> layers, Spool spool) {
    this.images = images;
    this.layers = Map.copyOf(layers);
    this.spool = spool;
  }

  /** The same layers, with all contents in the spool. */
  List<LayerPlan> fetched(List<LayerPlan> plans) throws IOException {
    Map<String, Set<String>> wanted = new HashMap<>();
    for (LayerPlan plan : plans) {
      for (LayerEntry entry : plan.entries()) {
        if (entry.content() instanceof Content.InLayer in) {
          wanted.computeIfAbsent(in.layer(), _ -> new HashSet<>()).add(in.path());
        }
      }
    }
    if (wanted.isEmpty()) {
      return plans;
    }
    Map<String, Content.Spooled> contents = new HashMap<>();
    for (Map.Entry<String, Set<String>> layer : wanted.entrySet()) {
      read(layer.getKey(), layer.getValue(), contents);
    }
    List<LayerPlan> fetched = new ArrayList<>();
    for (LayerPlan plan : plans) {
      fetched.add(new LayerPlan(plan.step(), filled(plan.entries(), contents)));
    }
    return fetched;
  }

  private void read(String digest, Set<String> paths, Map<String, Content.Spooled> contents)
      throws IOException {
    BaseImage.Layer layer = layers.get(digest);
    if (layer == null) {
      throw new IOException("layer " + digest + " is of no base image");
    }
    Path file = images.download(layer);
    try (InputStream in = Files.newInputStream(file);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new BufferedInputStream(new GZIPInputStream(in, 65536)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String path = FileTree.clean(entry.getName());
        if (entry.isFile() && paths.contains(path)) {
          contents.put(digest + path, spool.append(tar));
        }
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Those that were linked stay linked: what they share is replaced by something they share. */
  private static List<LayerEntry> filled(
      List<LayerEntry> entries, Map<String, Content.Spooled> contents) throws IOException {
    IdentityHashMap<Content, Content> replaced = new IdentityHashMap<>();
    List<LayerEntry> filled = new ArrayList<>();
    for (LayerEntry entry : entries) {
      if (entry.content() instanceof Content.InLayer in) {
        Content.Spooled found = contents.get(in.layer() + in.path());
        if (found == null) {
          throw new IOException(in.path() + " is not in layer " + in.layer());
        }
        filled.add(
            entry.withContent(
                replaced.computeIfAbsent(
                    in, _ -> new Content.Spooled(found.offset(), found.size()))));
      } else {
        filled.add(entry);
      }
    }
    return filled;
  }
}
