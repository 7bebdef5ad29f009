package dev.slipway.builder.checkout;

import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** What is to be written at one path of an archive. */
sealed interface ContextEntry {
  String path();

  record Folder(String path) implements ContextEntry {}

  record Link(String path, OpenTree in, ObjectId blob) implements ContextEntry {}

  /**
   * A file.
   *
   * @param in whose object the blob is
   * @param pointer what the blob stands for, when its content is kept by Git LFS
   */
  record File(
      String path, OpenTree in, ObjectId blob, boolean executable, @Nullable LfsPointer pointer)
      implements ContextEntry {
    File with(@Nullable LfsPointer pointer) {
      return new File(path, in, blob, executable, pointer);
    }
  }
}
