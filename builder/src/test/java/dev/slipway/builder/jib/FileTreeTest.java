package dev.slipway.builder.jib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.slipway.builder.jib.Node.Meta;
import dev.slipway.builder.jib.Node.Owner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTreeTest {
  private static final Meta META = new Meta(0700, 1, 2, 3);

  private final FileTree tree = FileTree.empty();

  @ParameterizedTest(name = "{0} leads to {1}")
  @CsvSource({
    "plain, plain",
    "short/x, real/x",
    "up/x, real/x",
    "a/up/x, x",
    "out/x, x",
    "short, real",
    "short/../x, x",
    "../../x, x",
    "a/./b//c, a/b/c",
    "chain/x, real/x",
    "gone/x, nowhere/x"
  })
  void links_are_followed_within_the_tree(String path, String place) throws Exception {
    tree.lay("real", Node.folder(META));
    tree.lay("short", Node.symlink(META, "/real"));
    tree.lay("up", Node.symlink(META, "./real"));
    tree.lay("a/up", Node.symlink(META, ".."));
    tree.lay("out", Node.symlink(META, "../../.."));
    tree.lay("chain", Node.symlink(META, "short"));
    tree.lay("gone", Node.symlink(META, "nowhere"));

    assertThat(tree.resolve(path)).isEqualTo(place);
  }

  @Test
  void links_in_a_circle_are_not_followed_for_ever() {
    tree.lay("one", Node.symlink(META, "two"));
    tree.lay("two", Node.symlink(META, "one"));

    assertThatThrownBy(() -> tree.resolve("one/x")).isInstanceOf(UnsureException.class);
  }

  @Test
  void changes_come_with_the_folders_above_as_they_are() throws Exception {
    tree.lay("tmp", Node.folder(new Meta(01777, 0, 0, 9)));
    tree.takeChanges();

    tree.makeFolders("tmp/a/b", new Owner(5, 6));
    tree.put("tmp/a/b/file", Node.file(META, new Content.Spooled(0, 1)));

    assertThat(tree.takeChanges())
        .extracting(LayerEntry::path, entry -> entry.meta().mode(), entry -> entry.meta().uid())
        .containsExactly(
            tuple("tmp", 01777, 0L),
            tuple("tmp/a", 0755, 5L),
            tuple("tmp/a/b", 0755, 5L),
            tuple("tmp/a/b/file", 0700, 1L));
    assertThat(tree.takeChanges()).isEmpty();
  }

  @Test
  void a_folder_keeps_what_is_in_it_and_takes_the_new_mode() throws Exception {
    tree.lay("a/b", Node.folder(META));

    tree.put("a", Node.folder(new Meta(0711, 0, 0, 0)));

    assertThat(tree.at("a/b")).isNotNull();
    assertThat(tree.takeChanges()).extracting(e -> e.meta().mode()).containsExactly(0711);
  }

  @Test
  void files_and_folders_do_not_take_each_others_place() {
    tree.lay("folder", Node.folder(META));
    tree.lay("file", Node.file(META, new Content.Spooled(0, 1)));

    assertThatThrownBy(() -> tree.put("folder", Node.symlink(META, "x")))
        .hasMessage("/folder is a folder that a file would replace");
    assertThatThrownBy(() -> tree.put("file", Node.folder(META))).hasMessage("/file is no folder");
    assertThatThrownBy(() -> tree.makeFolders("file/x", Owner.ROOT))
        .hasMessage("/file is no folder");
  }
}
