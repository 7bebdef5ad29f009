package dev.slipway.builder.checkout;

import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * One ref of a repository on a forge, and how its objects get into the mirror. Only that ref is
 * asked for, and only what the mirror lacks is sent.
 */
final class RemoteRef {
  private final URI url;
  private final GitRef ref;
  private final @Nullable Secret token;

  RemoteRef(URI url, GitRef ref, @Nullable Secret token) {
    this.url = url;
    this.ref = ref;
    this.token = token;
  }

  /**
   * Brings the mirror up to date with the ref.
   *
   * @return the object that the ref is at
   * @throws IOException when the fetch ended badly; {@code http} and {@code budget} know more
   */
  ObjectId fetch(Repository mirror, GuardedHttp http, FetchBudget budget, Cancellation cancellation)
      throws IOException, BuildFailedException {
    try (TransportHttp transport = transport(mirror, http);
        Cancellation.Registration _ = cancellation.onCancel(http::abort);
        FetchConnection connection = transport.openFetch(List.of(new RefSpec(ref.name())))) {
      if (!(connection instanceof BasePackFetchConnection)) {
        throw GitFailures.dumbServer(url);
      }
      Ref remote = connection.getRef(ref.name());
      if (remote == null) {
        throw GitFailures.refGone(url, ref);
      }
      ObjectId tip = remote.getObjectId();
      Ref known = mirror.exactRef(localName());
      if (known == null || !tip.equals(known.getObjectId())) {
        bring(mirror, connection, remote, budget);
      } else if (!mirror.getObjectDatabase().has(tip)) {
        throw new IOException("the mirror lost what " + ref + " is at");
      }
      return tip;
    }
  }

  /** The commit that the ref is at just now, behind an annotated tag too; nothing is fetched. */
  Optional<ObjectId> ask(Repository mirror, GuardedHttp http) throws IOException {
    try (TransportHttp transport = transport(mirror, http);
        FetchConnection connection = transport.openFetch(List.of(new RefSpec(ref.name())))) {
      Ref remote = connection.getRef(ref.name());
      if (remote == null) {
        return Optional.empty();
      }
      ObjectId commit = remote.getPeeledObjectId();
      return Optional.ofNullable(commit == null ? remote.getObjectId() : commit);
    }
  }

  /**
   * What the mirror calls the ref. A hash, since {@code a} and {@code a/b} can follow each other on
   * the forge but cannot both be files here.
   */
  private String localName() {
    return "refs/slipway/" + Digests.sha256(ref.name().getBytes(StandardCharsets.UTF_8));
  }

  private void bring(Repository mirror, FetchConnection connection, Ref remote, FetchBudget budget)
      throws IOException {
    Collection<PackLock> locks = List.of();
    try {
      if (!complete(mirror, remote.getObjectId())) {
        connection.setPackLockMessage("slipway fetches " + ref.name());
        connection.fetch(budget, List.of(remote), Set.of());
        locks = connection.getPackLocks();
        if (!complete(mirror, remote.getObjectId())) {
          throw new IOException(url + " did not send everything that " + ref + " consists of");
        }
      }
      remember(mirror, remote.getObjectId());
    } finally {
      for (PackLock lock : locks) {
        lock.unlock();
      }
    }
  }

  private void remember(Repository mirror, ObjectId tip) throws IOException {
    RefUpdate update = mirror.updateRef(localName());
    update.setNewObjectId(tip);
    update.disableRefLog();
    RefUpdate.Result result = update.forceUpdate();
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      default -> throw new IOException("the mirror could not note where " + ref + " is: " + result);
    }
  }

  /** Whether everything reachable from the object is there; what older refs reach is trusted. */
  private static boolean complete(Repository mirror, ObjectId tip) throws IOException {
    if (!mirror.getObjectDatabase().has(tip)) {
      return false;
    }
    try (ObjectWalk walk = new ObjectWalk(mirror)) {
      walk.markStart(walk.parseAny(tip));
      for (Ref known : mirror.getRefDatabase().getRefs()) {
        if (known.getObjectId() != null) {
          walk.markUninteresting(walk.parseAny(known.getObjectId()));
        }
      }
      walk.checkConnectivity();
      return true;
    } catch (MissingObjectException _) {
      return false;
    }
  }

  private TransportHttp transport(Repository mirror, GuardedHttp http) throws IOException {
    TransportHttp transport = (TransportHttp) Transport.open(mirror, parsed());
    transport.setHttpConnectionFactory(http);
    transport.setTimeout(Math.toIntExact(http.silence().toSeconds()));
    transport.setTagOpt(TagOpt.NO_TAGS);
    transport.setFetchThin(true);
    transport.setObjectChecker(
        new ObjectChecker().setAllowInvalidPersonIdent(true).setAllowLeadingZeroFileMode(true));
    if (token != null) {
      // Any user name will do beside a token; this one is what Bitbucket insists on.
      transport.setPreemptiveBasicAuthentication("x-token-auth", token.reveal());
    }
    return transport;
  }

  private URIish parsed() throws IOException {
    try {
      return new URIish(url.toString());
    } catch (URISyntaxException e) {
      throw new IOException(url + " is no address that git understands", e);
    }
  }
}
