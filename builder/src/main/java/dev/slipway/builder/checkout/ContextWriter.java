package dev.slipway.builder.checkout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;

/**
 * Writes a listing as a tar archive. The same tree gives the same bytes each time, so that the
 * engine finds what it has built before. For one use.
 */
final class ContextWriter {
  private static final int LONGEST_TARGET = 4095;

  private final List<ContextEntry> entries;
  private final GitLimits limits;
  private final Map<String, Path> largeFiles = new HashMap<>();

  /** Writes those entries; a link that leads out of the archive is refused. */
  ContextWriter(List<ContextEntry> entries, GitLimits limits) {
    this.entries = entries;
    this.limits = limits;
  }

  void write(OutputStream out) throws IOException {
    bringLargeFiles();
    ContextTar tar = new ContextTar(out, limits);
    for (ContextEntry entry : entries) {
      switch (entry) {
        case ContextEntry.Folder(String path) -> tar.folder(path);
        case ContextEntry.Link link -> tar.link(link.path(), target(link));
        case ContextEntry.File file when file.pointer() != null -> writeLarge(tar, file);
        case ContextEntry.File file -> writeFile(tar, file);
      }
    }
    tar.finish();
  }

  /** All at once and before anything is written: the archive must say how long each file is. */
  private void bringLargeFiles() throws IOException {
    Map<OpenTree, Map<String, LfsPointer>> wanted = new LinkedHashMap<>();
    long large = 0;
    for (ContextEntry entry : entries) {
      if (entry instanceof ContextEntry.File file && file.pointer() != null) {
        large += file.pointer().size();
        if (large > limits.contextBytes()) {
          throw ContextTar.tooLarge(limits);
        }
        wanted
            .computeIfAbsent(file.in(), _ -> new LinkedHashMap<>())
            .putIfAbsent(file.path(), file.pointer());
      }
    }
    for (var tree : wanted.entrySet()) {
      largeFiles.putAll(tree.getKey().elsewhere().largeFiles(tree.getValue()));
    }
  }

  private void writeLarge(ContextTar tar, ContextEntry.File file) throws IOException {
    LfsPointer pointer = Objects.requireNonNull(file.pointer());
    Path content = Objects.requireNonNull(largeFiles.get(pointer.oid()), file.path());
    Files.copy(content, tar.begin(file.path(), pointer.size(), file.executable()));
    tar.end();
  }

  private static void writeFile(ContextTar tar, ContextEntry.File file) throws IOException {
    ObjectLoader content = file.in().reader().open(file.blob(), Constants.OBJ_BLOB);
    content.copyTo(tar.begin(file.path(), content.getSize(), file.executable()));
    tar.end();
  }

  private static String target(ContextEntry.Link link) throws IOException {
    String target = link.in().text(link.blob(), LONGEST_TARGET).orElse("");
    if (!target.isEmpty() && target.indexOf('\0') < 0) {
      return target;
    }
    throw ContextRefusedException.of(
        link.path(),
        "is a link whose target no file system could hold",
        "make it anew with `ln -s`, or remove it");
  }
}
