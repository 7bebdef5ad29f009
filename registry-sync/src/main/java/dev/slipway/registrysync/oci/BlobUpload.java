package dev.slipway.registrysync.oci;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.wire.Ask;
import dev.slipway.registrysync.wire.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One blob on its way into a registry, in chunks. When a connection breaks, the registry is asked
 * how much it has, and only the rest of that chunk is sent again. Used by one thread.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-a-blob-in-chunks">distribution
 *     specification</a>
 */
public final class BlobUpload {
  /** The first chunk. The next is twice as large, while nothing breaks: each is waited for. */
  public static final long CHUNK = 16L << 20;

  /** What is sent again at most. */
  private static final long LARGEST_CHUNK = 64L << 20;

  private static final String OCTETS = "application/octet-stream";
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

  private final RemoteRepository to;
  private final Descriptor blob;
  private final Scope scope;
  private final long smallestChunk;
  private long chunk;
  private URI location;
  private long sent;
  private int failed;

  BlobUpload(RemoteRepository to, Descriptor blob, Scope scope, URI location, long chunkAtLeast) {
    this.to = to;
    this.blob = blob;
    this.scope = scope;
    this.location = location;
    this.smallestChunk = Math.max(CHUNK, chunkAtLeast);
    this.chunk = smallestChunk;
  }

  static Optional<URI> location(HttpResponse<?> response) {
    try {
      return response.headers().firstValue("location").map(response.uri()::resolve);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * Sends all of it, and has the registry keep it under its digest only if every byte is as that
   * says.
   *
   * @throws UploadLostException when the registry forgot what it had
   */
  public void send(BlobStream from)
      throws RegistryException, UploadLostException, InterruptedException {
    if (blob.size() <= chunk) {
      sendAtOnce(from);
    } else {
      while (sent < blob.size()) {
        sendChunk(from);
      }
      expectRight(from);
      finish();
    }
  }

  /** A small one goes in the request that ends the upload: one round trip less. */
  private void sendAtOnce(BlobStream from)
      throws RegistryException, UploadLostException, InterruptedException {
    from.mark();
    try {
      HttpResponse<byte[]> response =
          stream(ask("PUT", finalLocation()).with("Content-Type", OCTETS), from, blob.size());
      if (response.statusCode() == 201) {
        expectSame(response);
        return;
      }
      expectSource(from);
      expectRight(from);
      if (!to.http().learn(response, scope)) {
        throw refused(response);
      }
      throw new UploadLostException("status " + response.statusCode(), new IOException());
    } catch (IOException e) {
      expectSource(from);
      expectRight(from);
      throw new UploadLostException(String.valueOf(e.getMessage()), e);
    }
  }

  private void sendChunk(BlobStream from)
      throws RegistryException, UploadLostException, InterruptedException {
    long length = Math.min(chunk, blob.size() - sent);
    from.mark();
    try {
      Ask ask =
          ask("PATCH", location)
              .with("Content-Type", OCTETS)
              .with("Content-Range", sent + "-" + (sent + length - 1));
      HttpResponse<byte[]> response = stream(ask, from, length);
      if (response.statusCode() / 100 == 2) {
        sent += length;
        failed = 0;
        chunk = Math.max(chunk, Math.min(2 * chunk, LARGEST_CHUNK));
        location = location(response).orElse(location);
        return;
      }
      expectSource(from);
      if (!to.http().learn(response, scope) && response.statusCode() != 416) {
        throw refused(response);
      }
      takeUp(from, length, new IOException("status " + response.statusCode()));
    } catch (IOException e) {
      expectSource(from);
      expectRight(from);
      takeUp(from, length, e);
    }
  }

  /** Goes on where the registry says it is. */
  private void takeUp(BlobStream from, long length, IOException cause)
      throws RegistryException, UploadLostException, InterruptedException {
    failed++;
    chunk = smallestChunk;
    if (!to.http().backoff().allows(failed)) {
      throw new RegistryException(
          "%s cannot be sent to %s: the connection breaks again and again after %d of %d bytes"
              .formatted(blob.digest(), to.name(), sent, blob.size()),
          "check the network between here and there, and the log of the registry",
          cause);
    }
    to.http().pauseAfter(failed);
    long has = has(cause);
    if (has < sent || has > sent + length) {
      throw new UploadLostException(
          "it has " + has + " bytes instead of " + sent + " to " + (sent + length), cause);
    }
    failed = has > sent ? 1 : failed;
    try {
      from.rewind(has);
      sent = has;
    } catch (IOException e) {
      expectSource(from);
      throw new UploadLostException("reading it again failed", e);
    }
  }

  /** How many bytes the registry has of it. */
  private long has(IOException cause)
      throws RegistryException, UploadLostException, InterruptedException {
    HttpResponse<byte[]> response = to.http().ask(ask("GET", location));
    if (response.statusCode() / 100 != 2) {
      throw new UploadLostException(
          "the registry forgot the upload (status " + response.statusCode() + ")", cause);
    }
    location = location(response).orElse(location);
    Matcher range = RANGE.matcher(response.headers().firstValue("range").orElse(""));
    if (!range.matches()) {
      throw new UploadLostException("the registry does not say how much it has", cause);
    }
    long last = Long.parseLong(range.group(1));
    // "0-0" is what registries say who have nothing yet.
    return last == 0 ? 0 : last + 1;
  }

  private void finish() throws RegistryException, UploadLostException, InterruptedException {
    HttpResponse<byte[]> response =
        to.http().ask(ask("PUT", finalLocation()).with("Content-Type", OCTETS));
    if (response.statusCode() == 201 || response.statusCode() == 204) {
      expectSame(response);
    } else if (response.statusCode() == 404) {
      // The answer to an earlier try may have been lost, and the upload with it.
      throw new UploadLostException("the registry forgot the upload", new IOException());
    } else {
      throw refused(response);
    }
  }

  /** Ends it without a blob. The registry clears away what is left of others. */
  public void abandon() throws RegistryException, InterruptedException {
    to.http().ask(ask("DELETE", location));
  }

  private Ask ask(String method, URI uri) {
    return Ask.of(method, uri, scope);
  }

  private URI finalLocation() {
    String text = location.toString();
    return URI.create(text + (text.indexOf('?') < 0 ? "?" : "&") + "digest=" + blob.digest());
  }

  private HttpResponse<byte[]> stream(Ask ask, BlobStream from, long length)
      throws IOException, RegistryException, InterruptedException {
    // The destination is not kept waiting while the source is.
    from.open();
    BlobBody body = new BlobBody(from, length);
    CompletableFuture<HttpResponse<byte[]>> answer = to.http().stream(ask, body);
    boolean answered = false;
    try {
      HttpResponse<byte[]> response = await(answer, from);
      answered = response.statusCode() / 100 == 2;
      return response;
    } finally {
      if (!answered) {
        answer.cancel(true);
        body.end();
      }
    }
  }

  private HttpResponse<byte[]> await(
      CompletableFuture<HttpResponse<byte[]>> answer, BlobStream from)
      throws IOException, InterruptedException {
    Duration stalled = to.http().backoff().stalled();
    long seen = from.position();
    while (true) {
      try {
        return answer.get(stalled.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // A silent source is no reason to give up what the destination has.
        if (from.position() == seen && !from.nudge()) {
          throw new IOException("nothing moved for " + stalled.toSeconds() + " s", e);
        }
        seen = from.position();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      }
    }
  }

  /** Fails as the source failed, if it did: its trouble is not the destination's. */
  private static void expectSource(BlobStream from) throws RegistryException {
    RegistryException failure = from.failure();
    if (failure != null) {
      throw new RegistryException(String.valueOf(failure.getMessage()), failure.hint(), failure);
    }
  }

  private void expectRight(BlobStream from) throws RegistryException, InterruptedException {
    if (from.endsWrong()) {
      abandon();
      throw new RegistryException(
          "what came for %s is something else; nothing of it was kept at %s"
              .formatted(blob.digest(), to.name()),
          "look for a proxy that changes what it passes on; then check the disk of the registry"
              + " that it came from");
    }
  }

  private void expectSame(HttpResponse<?> response) throws RegistryException {
    Optional<String> stored =
        response.headers().firstValue("docker-content-digest").filter(Digest::isOne);
    // A registry may prefer another algorithm, which says nothing about this one.
    if (stored.isPresent()
        && stored.get().length() == blob.digest().text().length()
        && !stored.get().equals(blob.digest().text())) {
      throw new RegistryException(
          "%s stored %s as %s".formatted(to.name(), blob.digest(), stored.get()),
          "look for a proxy that changes what it passes on");
    }
  }

  private RegistryException refused(HttpResponse<?> response) {
    return Answers.refusal(
        to.http().registry(), response, "takes " + blob.digest() + " for " + to.name());
  }
}
