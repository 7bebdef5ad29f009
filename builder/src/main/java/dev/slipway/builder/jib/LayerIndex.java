package dev.slipway.builder.jib;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What is in a layer, without its contents: enough to know where a file of ours goes, which folders
 * there are, and who their owners are. Worked out once per layer, however many builds use it.
 */
record LayerIndex(List<Entry> entries) {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final Set<String> ACCOUNTS = Set.of("etc/passwd", "etc/group");
  private static final int SMALL = 1 << 18;
  private static final int FORMAT = 1;

  LayerIndex {
    entries = List.copyOf(entries);
  }

  /**
   * One entry.
   *
   * @param type as the archive's header has it
   * @param small the content, of account files only
   */
  record Entry(
      String path,
      char type,
      Node.Meta meta,
      String target,
      long size,
      boolean special,
      String small) {}

  /** Reads the layer. */
  static LayerIndex of(InputStream compressed) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(new GZIPInputStream(compressed, 64 * 1024), 64 * 1024))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String path = FileTree.clean(entry.getName());
        boolean small = ACCOUNTS.contains(path) && entry.getSize() <= SMALL;
        entries.add(
            entry(
                path, entry, small ? new String(tar.readAllBytes(), StandardCharsets.UTF_8) : ""));
      }
    }
    return new LayerIndex(entries);
  }

  private static Entry entry(String path, TarArchiveEntry entry, String small) {
    boolean attributes =
        entry.getExtraPaxHeaders().keySet().stream().anyMatch(k -> k.startsWith("SCHILY.xattr"));
    char type =
        entry.isDirectory()
            ? 'd'
            : entry.isSymbolicLink() ? 'l' : entry.isLink() ? 'h' : entry.isFile() ? 'f' : 's';
    return new Entry(
        path,
        type,
        new Node.Meta(
            entry.getMode() & 07777,
            entry.getLongUserId(),
            entry.getLongGroupId(),
            entry.getLastModifiedTime().toInstant().getEpochSecond()),
        entry.getLinkName() == null ? "" : entry.getLinkName(),
        entry.getSize(),
        attributes && !entry.isDirectory(),
        small);
  }

  /** The bytes of all files in it. */
  long size() {
    return entries.stream().filter(e -> e.type() == 'f').mapToLong(Entry::size).sum();
  }

  /** Lays it over what is there. */
  void applyTo(FileTree tree, String layer) {
    for (Entry entry : entries) {
      String name = FileTree.name(entry.path());
      String folder = FileTree.parent(entry.path());
      if (name.equals(OPAQUE)) {
        tree.clear(folder);
      } else if (name.startsWith(WHITEOUT)) {
        tree.remove(FileTree.join(folder, name.substring(WHITEOUT.length())));
      }
    }
    for (Entry entry : entries) {
      if (!FileTree.name(entry.path()).startsWith(WHITEOUT)) {
        tree.lay(entry.path(), node(tree, entry, layer));
      }
    }
  }

  private static Node node(FileTree tree, Entry entry, String layer) {
    if (entry.special()) {
      return Node.special(entry.meta());
    }
    return switch (entry.type()) {
      case 'd' -> Node.folder(entry.meta());
      case 'l' -> Node.symlink(entry.meta(), entry.target());
      case 'f' ->
          Node.file(
              entry.meta(), new Content.InLayer(layer, entry.path(), entry.size(), entry.small()));
      case 'h' -> {
        Node first = tree.at(FileTree.clean(entry.target()));
        yield first == null || first.content == null
            ? Node.special(entry.meta())
            : Node.file(first.meta, first.content);
      }
      default -> Node.special(entry.meta());
    };
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(FORMAT);
      out.writeInt(entries.size());
      for (Entry entry : entries) {
        out.writeUTF(entry.path());
        out.writeChar(entry.type());
        out.writeInt(entry.meta().mode());
        out.writeLong(entry.meta().uid());
        out.writeLong(entry.meta().gid());
        out.writeLong(entry.meta().time());
        out.writeUTF(entry.target());
        out.writeLong(entry.size());
        out.writeBoolean(entry.special());
        byte[] small = entry.small().getBytes(StandardCharsets.UTF_8);
        out.writeInt(small.length);
        out.write(small);
      }
    }
    return bytes.toByteArray();
  }

  static LayerIndex fromBytes(byte[] bytes) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes))))) {
      if (in.readInt() != FORMAT) {
        throw new IOException("the index of a layer was written by another version");
      }
      int count = in.readInt();
      List<Entry> entries = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        entries.add(
            new Entry(
                in.readUTF(),
                in.readChar(),
                new Node.Meta(in.readInt(), in.readLong(), in.readLong(), in.readLong()),
                in.readUTF(),
                in.readLong(),
                in.readBoolean(),
                new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8)));
      }
      return new LayerIndex(entries);
    }
  }
}
