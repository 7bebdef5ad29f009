package dev.slipway.builder.checkout;

import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;

/**
 * How the objects of one ref get into the mirror. Only that ref is asked for, and only what the
 * mirror lacks is sent.
 */
final class RefFetch {
  private final Repository mirror;
  private final URI url;
  private final GitRef ref;

  RefFetch(Repository mirror, URI url, GitRef ref) {
    this.mirror = mirror;
    this.url = url;
    this.ref = ref;
  }

  /**
   * Brings the mirror up to date with the ref, and returns the object that it is at.
   *
   * @param there what the forge says of the ref
   */
  ObjectId run(FetchConnection connection, Ref there, FetchBudget budget) throws IOException {
    ObjectId tip = there.getObjectId();
    Ref known = mirror.exactRef(localName());
    if (known == null || !tip.equals(known.getObjectId())) {
      bring(connection, there, budget);
    } else if (!mirror.getObjectDatabase().has(tip)) {
      throw new IOException("the mirror lost what " + ref + " is at");
    }
    return tip;
  }

  /**
   * What the mirror calls the ref. A hash, since {@code a} and {@code a/b} can follow each other on
   * the forge but cannot both be files here; with the address in it, since the mirror of a fork
   * also holds branches of the repository that it was forked from, under the same names.
   */
  private String localName() {
    String identity = url + "\n" + ref.name();
    return MirrorRefs.PREFIX + Digests.sha256(identity.getBytes(StandardCharsets.UTF_8));
  }

  private void bring(FetchConnection connection, Ref there, FetchBudget budget) throws IOException {
    Collection<PackLock> locks = List.of();
    try {
      if (!MirrorRefs.complete(mirror, there.getObjectId())) {
        connection.setPackLockMessage("slipway fetches " + ref.name());
        connection.fetch(budget, List.of(there), Set.of());
        locks = connection.getPackLocks();
        if (!MirrorRefs.complete(mirror, there.getObjectId())) {
          throw new IOException(url + " did not send everything that " + ref + " consists of");
        }
      }
      MirrorRefs.remember(mirror, localName(), there.getObjectId());
    } finally {
      for (PackLock lock : locks) {
        lock.unlock();
      }
    }
  }
}
