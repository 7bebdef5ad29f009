package dev.slipway.builder.checkout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/** What a tree only points to: the commits of its submodules, and the large files in Git LFS. */
interface Elsewhere {
  /**
   * Opens a submodule's tree; whoever asked closes it.
   *
   * @param path where it is in the tree
   * @param url as {@code .gitmodules} has it
   * @throws ContextRefusedException when it may not or cannot be fetched
   */
  OpenTree submodule(String path, String url, ObjectId commit) throws IOException;

  /**
   * Brings large files to this machine's disk.
   *
   * @param wanted by the paths of the files that point to them
   * @return the content by its name
   * @throws ContextRefusedException when one is not to be had
   */
  Map<String, Path> largeFiles(Map<String, LfsPointer> wanted) throws IOException;
}
