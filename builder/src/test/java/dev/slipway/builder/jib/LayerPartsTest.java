package dev.slipway.builder.jib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.builder.jib.ImagePlan.LayerPlan;
import dev.slipway.builder.jib.Node.Meta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerPartsTest {
  private static final Meta META = new Meta(0755, 1, 2, 3);
  private static final long MEGABYTE = 1 << 20;

  @Test
  void a_small_layer_stays_whole() {
    LayerPlan layer = layer(10, MEGABYTE);

    assertThat(LayerParts.of(layer)).containsExactly(layer);
  }

  @Test
  void a_large_one_is_parted_and_every_part_has_the_folders_above_its_files() {
    List<LayerPlan> parts = LayerParts.of(layer(40, MEGABYTE));

    assertThat(parts).hasSizeBetween(2, 8);
    assertThat(parts.stream().mapToLong(LayerPlan::size).sum()).isEqualTo(40 * MEGABYTE);
    for (LayerPlan part : parts) {
      Set<String> seen = new HashSet<>(Set.of(""));
      for (LayerEntry entry : part.entries()) {
        assertThat(seen).contains(FileTree.parent(entry.path()));
        assertThat(seen.add(entry.path())).isTrue();
      }
    }
  }

  @Test
  void a_file_more_changes_one_part_only() {
    List<LayerEntry> before = LayerParts.of(layer(40, MEGABYTE)).getFirst().entries();
    List<LayerPlan> one = LayerParts.of(layer(40, MEGABYTE));
    List<LayerPlan> other = LayerParts.of(layer(41, MEGABYTE));

    assertThat(before).isEqualTo(one.getFirst().entries());
    assertThat(other).filteredOn(part -> !one.contains(part)).hasSize(1);
  }

  @Test
  void files_that_are_linked_stay_together() {
    Content shared = new Content.Spooled(0, 20 * MEGABYTE);
    List<LayerEntry> entries = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      entries.add(LayerEntry.of("link" + i, Node.file(META, shared)));
    }

    assertThat(LayerParts.of(new LayerPlan("step", entries))).hasSize(1);
  }

  private static LayerPlan layer(int files, long size) {
    List<LayerEntry> entries = new ArrayList<>();
    entries.add(LayerEntry.of("app", Node.folder(META)));
    entries.add(LayerEntry.of("app/lib", Node.folder(META)));
    for (int i = 0; i < files; i++) {
      Content content = new Content.Spooled(i * size, size);
      entries.add(LayerEntry.of("app/lib/file" + i, Node.file(META, content)));
    }
    return new LayerPlan("step", entries);
  }
}
