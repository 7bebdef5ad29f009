package dev.slipway.builder.checkout;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * For trees that stand alone: addresses of submodules are looked at as if the repository were on
 * example.com, and nothing is fetched.
 */
final class NothingElsewhere implements Elsewhere {
  @Override
  public OpenTree submodule(String path, String url, ObjectId commit) throws IOException {
    CloneAddress parent = new CloneAddress(URI.create("https://example.com/acme/shop.git"), null);
    CloneAddress there = new SubmoduleAddress(path, parent, Set.of()).resolve(url);
    throw new IllegalStateException(there.url() + " would have been fetched");
  }

  @Override
  public Map<String, Path> largeFiles(Map<String, LfsPointer> wanted) throws IOException {
    throw ContextRefusedException.of(
        wanted.keySet().iterator().next(), "is kept by Git LFS", "test without large files");
  }
}
