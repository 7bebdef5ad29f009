package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.Instruction;
import dev.slipway.builder.jib.Node.Meta;
import dev.slipway.builder.jib.Node.Owner;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks local archives as ADD does: a tar, plain or compressed with gzip, bzip2 or xz. What it is
 * is told by the content; its name does not matter.
 */
final class Archives {
  private static final int BLOCK = 512;
  private static final int BUFFER = 64 * 1024;
  private static final int XZ_MEMORY_KB = 256 * 1024;
  private static final String ZSTD = "28b52ffd";

  private Archives() {}

  /**
   * Unpacks it into the folder at that path, if it is one.
   *
   * @return false when the file is to be copied as it is
   */
  static boolean unpack(
      Instruction.Copy copy,
      Content.Spooled file,
      Spool spool,
      FileTree to,
      String path,
      @Nullable Owner owner)
      throws UnsureException, IOException {
    try (InputStream tar = decompressed(copy, file, spool)) {
      tar.mark(BLOCK);
      byte[] first = tar.readNBytes(BLOCK);
      tar.reset();
      if (first.length < BLOCK || allZero(first) || !TarUtils.verifyCheckSum(first)) {
        return false;
      }
      if (owner != null || copy.flag("chmod") != null) {
        throw UnsureException.at(copy, "ADD of an archive with --chown or --chmod");
      }
      String place = to.resolve(path);
      to.makeFolders(place, Owner.ROOT);
      unpackAll(copy, new TarArchiveInputStream(tar), spool, to, place);
      return true;
    } catch (EOFException e) {
      throw UnsureException.at(copy, "the archive ends too early: " + e.getMessage());
    }
  }

  private static InputStream decompressed(Instruction.Copy copy, Content.Spooled file, Spool spool)
      throws UnsureException, IOException {
    InputStream raw = new BufferedInputStream(spool.open(file), BUFFER);
    raw.mark(8);
    String magic = HexFormat.of().formatHex(raw.readNBytes(6));
    raw.reset();
    if (magic.startsWith(ZSTD)) {
      throw UnsureException.at(copy, "ADD of a zstd file, which not every engine unpacks");
    }
    try {
      if (magic.startsWith("1f8b08")) {
        return new BufferedInputStream(new GZIPInputStream(raw), BUFFER);
      }
      if (magic.startsWith("425a68")) {
        return new BufferedInputStream(new BZip2CompressorInputStream(raw, true), BUFFER);
      }
      if (!magic.equals("fd377a585a00")) {
        return raw;
      }
      InputStream xz =
          XZCompressorInputStream.builder()
              .setInputStream(raw)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(XZ_MEMORY_KB)
              .get();
      return new BufferedInputStream(xz, BUFFER);
    } catch (IOException e) {
      throw UnsureException.at(copy, "the archive cannot be read: " + e.getMessage());
    }
  }

  private static void unpackAll(
      Instruction.Copy copy, TarArchiveInputStream tar, Spool spool, FileTree to, String place)
      throws UnsureException, IOException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String name = FileTree.clean(entry.getName());
      if (FileTree.names(entry.getName()).contains("..") || name.contains("/.wh.")) {
        throw UnsureException.at(copy, "the archive has an entry " + entry.getName());
      }
      if (name.isEmpty()) {
        continue;
      }
      String path = FileTree.join(place, name);
      String parent = FileTree.parent(path);
      if (!to.resolve(parent).equals(parent)) {
        throw UnsureException.at(copy, "the archive unpacks " + name + " through a link");
      }
      to.makeFolders(parent, Owner.ROOT);
      to.put(path, node(copy, entry, tar, spool, to, place));
    }
  }

  private static Node node(
      Instruction.Copy copy,
      TarArchiveEntry entry,
      TarArchiveInputStream tar,
      Spool spool,
      FileTree to,
      String place)
      throws UnsureException, IOException {
    Meta meta =
        new Meta(
            entry.getMode() & 07777,
            entry.getLongUserId(),
            entry.getLongGroupId(),
            entry.getLastModifiedTime().toInstant().getEpochSecond());
    boolean attributes =
        entry.getExtraPaxHeaders().keySet().stream().anyMatch(k -> k.startsWith("SCHILY.xattr"));
    if (entry.isDirectory() && !attributes) {
      return Node.folder(meta);
    }
    if (entry.isSymbolicLink() && staysWithin(entry)) {
      return Node.symlink(meta.withMode(0777), entry.getLinkName());
    }
    if (entry.isLink()) {
      Node first = to.at(FileTree.join(place, FileTree.clean(entry.getLinkName())));
      if (first != null && first.content != null) {
        return Node.file(first.meta, first.content);
      }
    }
    if (!entry.isFile() || attributes || entry.isLink() || entry.isSparse()) {
      throw UnsureException.at(
          copy, "the archive's entry " + entry.getName() + " is no plain file, folder or link");
    }
    return Node.file(meta, spool.append(tar));
  }

  /** The engine refuses an archive with links that lead out of where it is unpacked. */
  private static boolean staysWithin(TarArchiveEntry entry) {
    int depth = FileTree.names(FileTree.parent(FileTree.clean(entry.getName()))).size();
    for (String name : FileTree.names(entry.getLinkName())) {
      depth += name.equals("..") ? -1 : 1;
      if (depth < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean allZero(byte[] block) {
    return Arrays.equals(block, new byte[block.length]);
  }
}
