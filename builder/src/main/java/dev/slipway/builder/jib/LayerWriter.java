package dev.slipway.builder.jib;

import dev.slipway.core.build.Cancellation;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Writes layers. A layer that was written before is not written again as long as the registry has
 * it, and of one that changed only the pieces that changed are compressed again. Used by one
 * thread.
 */
final class LayerWriter {
  /** To be raised with whatever makes the same entries come out as other bytes. */
  private static final String FORMAT = "1";

  private static final int LARGE = 256 * 1024;

  private final Spool spool;
  private final CacheFolder cache;
  private final ExecutorService workers;
  private final Cancellation cancellation;

  LayerWriter(Spool spool, CacheFolder cache, ExecutorService workers, Cancellation cancellation) {
    this.spool = spool;
    this.cache = cache;
    this.workers = workers;
    this.cancellation = cancellation;
  }

  /** Whether something is in the registry. */
  @FunctionalInterface
  interface Known {
    boolean has(String digest) throws IOException;
  }

  /** Writes it into a file, unless the registry has it. */
  Layer write(List<LayerEntry> entries, Known registry) throws IOException {
    String key = key(entries);
    Optional<Layer> remembered = cache.get("layers", key).flatMap(LayerWriter::parse);
    if (remembered.isPresent() && registry.has(remembered.get().digest())) {
      return remembered.get();
    }
    Layer layer = write(entries);
    String line = layer.diffId() + " " + layer.digest() + " " + layer.size();
    cache.put("layers", key, line.getBytes(StandardCharsets.UTF_8));
    return layer;
  }

  private static Optional<Layer> parse(byte[] remembered) {
    String[] parts = new String(remembered, StandardCharsets.UTF_8).split(" ", -1);
    return parts.length == 3
        ? Optional.of(new Layer(parts[0], parts[1], Long.parseLong(parts[2]), null))
        : Optional.empty();
  }

  private Layer write(List<LayerEntry> entries) throws IOException {
    Files.createDirectories(cache.temporary());
    Path file = Files.createTempFile(cache.temporary(), "layer-", ".tar.gz");
    MessageDigest compressed = Sha256.begin();
    try (OutputStream out =
        new BufferedOutputStream(
            new DigestOutputStream(Files.newOutputStream(file), compressed), 128 * 1024)) {
      LayerPieces pieces = new LayerPieces(out, cache, workers, cancellation);
      writeArchive(entries, pieces);
      String diffId = pieces.finish();
      out.flush();
      String digest = "sha256:" + Sha256.hex(compressed);
      return new Layer(diffId, digest, Files.size(file), file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private void writeArchive(List<LayerEntry> entries, LayerPieces pieces) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(pieces, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    IdentityHashMap<Content, String> written = new IdentityHashMap<>();
    for (LayerEntry entry : entries) {
      cancellation.check();
      Content content = entry.content();
      String first = content == null ? null : written.putIfAbsent(content, entry.path());
      tar.putArchiveEntry(header(entry, first));
      if (content instanceof Content.Spooled spooled && first == null) {
        writeContent(tar, spooled, pieces);
      }
      tar.closeArchiveEntry();
      pieces.mayEnd(entry.path());
    }
    tar.finish();
  }

  private void writeContent(TarArchiveOutputStream tar, Content.Spooled content, LayerPieces pieces)
      throws IOException {
    if (content.size() >= LARGE) {
      pieces.end();
    }
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = spool.open(content)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        tar.write(buffer, 0, read);
      }
    }
    if (content.size() >= LARGE) {
      pieces.endAfterEntry();
    }
  }

  private static TarArchiveEntry header(LayerEntry entry, @Nullable String linkTo) {
    byte type =
        switch (entry.kind()) {
          case FOLDER -> TarConstants.LF_DIR;
          case SYMLINK -> TarConstants.LF_SYMLINK;
          case FILE -> linkTo == null ? TarConstants.LF_NORMAL : TarConstants.LF_LINK;
          case SPECIAL -> throw new IllegalStateException(entry.path() + " cannot be copied");
        };
    String name = entry.kind() == Node.Kind.FOLDER ? entry.path() + "/" : entry.path();
    TarArchiveEntry header = new TarArchiveEntry(name, type);
    header.setMode(entry.meta().mode());
    header.setUserId(entry.meta().uid());
    header.setGroupId(entry.meta().gid());
    header.setNames("", "");
    header.setModTime(entry.meta().time() * 1000);
    Content content = entry.content();
    if (linkTo != null) {
      header.setLinkName(linkTo);
    } else if (entry.kind() == Node.Kind.SYMLINK) {
      header.setLinkName(entry.target());
    } else if (content != null) {
      header.setSize(content.size());
    }
    return header;
  }

  /** Names everything that goes into the archive. */
  private String key(List<LayerEntry> entries) throws IOException {
    MessageDigest digest = Sha256.begin();
    IdentityHashMap<Content, String> seen = new IdentityHashMap<>();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      out.writeUTF(FORMAT);
      for (LayerEntry entry : entries) {
        out.writeUTF(entry.path());
        out.writeUTF(entry.kind().name());
        out.writeInt(entry.meta().mode());
        out.writeLong(entry.meta().uid());
        out.writeLong(entry.meta().gid());
        out.writeLong(entry.meta().time());
        out.writeUTF(entry.target());
        Content content = entry.content();
        String first = content == null ? null : seen.putIfAbsent(content, entry.path());
        out.writeUTF(content == null ? "" : first == null ? hash(content) : "link to " + first);
      }
    }
    return Sha256.hex(digest);
  }

  private String hash(Content content) throws IOException {
    if (!(content instanceof Content.Spooled spooled)) {
      throw new IOException("the content of a base image's file was not fetched");
    }
    MessageDigest digest = Sha256.begin();
    byte[] buffer = new byte[128 * 1024];
    try (InputStream in = spool.open(spooled)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        cancellation.check();
        digest.update(buffer, 0, read);
      }
    }
    return Sha256.hex(digest);
  }
}
