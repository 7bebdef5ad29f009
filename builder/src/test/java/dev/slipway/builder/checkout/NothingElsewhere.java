package dev.slipway.builder.checkout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/** For trees that stand alone: everything that they point to is refused. */
final class NothingElsewhere implements Elsewhere {
  @Override
  public OpenTree submodule(String path, String url, ObjectId commit) throws IOException {
    throw ContextRefusedException.of(path, "is a submodule at " + url, "test without submodules");
  }

  @Override
  public Map<String, Path> largeFiles(Map<String, LfsPointer> wanted) throws IOException {
    throw ContextRefusedException.of(
        wanted.keySet().iterator().next(), "is kept by Git LFS", "test without large files");
  }
}
