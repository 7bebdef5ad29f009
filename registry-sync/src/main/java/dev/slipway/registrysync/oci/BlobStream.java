package dev.slipway.registrysync.oci;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.wire.Ask;
import dev.slipway.registrysync.wire.Scope;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A blob on its way out of a registry: hashed as it passes, and taken up where it was when the
 * connection breaks. Read by one thread at a time; another may {@link #halt} it.
 */
public final class BlobStream implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]+/.*");

  private final RemoteRepository from;
  private final Descriptor blob;
  private final LongConsumer progress;
  private final Object reading = new Object();
  private @Nullable Thread reader;
  private boolean woken;
  private MessageDigest hash;
  private MessageDigest hashAtMark;
  private long mark;
  private volatile long position;
  private volatile boolean halted;
  private volatile @Nullable InputStream current;
  private volatile @Nullable RegistryException failure;

  /**
   * Opened by the first read.
   *
   * @param progress told how many bytes came, whenever some did
   */
  public BlobStream(RemoteRepository from, Descriptor blob, LongConsumer progress) {
    this.from = from;
    this.blob = blob;
    this.progress = progress;
    this.hash = blob.digest().newHash();
    this.hashAtMark = copy(hash);
  }

  public long position() {
    return position;
  }

  /** Why its registry does not give more, after all tries; null while it does. */
  @Nullable RegistryException failure() {
    return failure;
  }

  /**
   * Reads some bytes, at least one.
   *
   * @throws IOException when it was halted, or its registry failed; {@link #failure} says how
   */
  int read(byte[] into, int offset, int most) throws IOException {
    enter();
    try {
      return readOn(into, offset, most);
    } finally {
      leave();
    }
  }

  /** From here on, {@link #halt} wakes this thread, whatever it waits for. */
  private void enter() throws IOException {
    synchronized (reading) {
      if (halted) {
        throw new IOException("it was halted");
      }
      reader = Thread.currentThread();
    }
  }

  private void leave() {
    synchronized (reading) {
      reader = null;
      if (woken) {
        woken = false;
        // It was meant for this read only: the thread may be anybody's.
        var _ = Thread.interrupted();
      }
    }
  }

  /** Makes the registry answer, so that the first read does not have to wait for that. */
  void open() throws IOException {
    enter();
    try {
      var _ = opened();
    } finally {
      leave();
    }
  }

  private int readOn(byte[] into, int offset, int most) throws IOException {
    int wanted = (int) Math.min(most, blob.size() - position);
    for (int failed = 1; ; failed++) {
      IOException cause;
      try {
        int count = opened().read(into, offset, wanted);
        if (count > 0) {
          hash.update(into, offset, count);
          // Only the one that reads writes it.
          long before = position;
          position = before + count;
          progress.accept(count);
          return count;
        }
        cause = new EOFException("the connection ended early");
      } catch (IOException e) {
        cause = e;
      }
      closeCurrent();
      if (halted) {
        throw cause;
      }
      awaitNextTry(failed, cause);
    }
  }

  private void awaitNextTry(int failed, IOException cause) throws IOException {
    if (!from.http().backoff().allows(failed)) {
      throw failed(
          new RegistryException(
              "%s of %s breaks off after %d of %d bytes, again and again: %s"
                  .formatted(blob.digest(), from.name(), position, blob.size(), cause.getMessage()),
              "check the network between here and there, and the registry's disk",
              cause));
    }
    try {
      from.http().pauseAfter(failed);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private InputStream opened() throws IOException {
    InputStream open = current;
    if (open == null) {
      try {
        open = openAt(position);
      } catch (RegistryException e) {
        throw failed(e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      current = open;
      if (halted) {
        open.close();
      }
    }
    return open;
  }

  private InputStream openAt(long start)
      throws IOException, RegistryException, InterruptedException {
    Ask ask =
        Ask.of("GET", from.resource("blobs/" + blob.digest()), Scope.pull(from.name().path()));
    HttpResponse<InputStream> response =
        from.http().open(start == 0 ? ask : ask.with("Range", "bytes=" + start + "-"));
    switch (response.statusCode()) {
      case 200 -> {
        expectSize(response);
        skip(response.body(), start);
      }
      case 206 -> expectStart(response, start);
      case 404 -> throw gone(response);
      case 416 -> throw tooShort(response, start);
      default -> {
        response.body().close();
        throw Answers.refusal(
            from.http().registry(), response, "gives " + blob.digest() + " of " + from.name());
      }
    }
    return response.body();
  }

  private RegistryException gone(HttpResponse<InputStream> response) throws IOException {
    response.body().close();
    return new RegistryException(
        "the registry does not have %s, a part of an image in %s"
            .formatted(blob.digest(), from.name()),
        "build and push that image again; find out who deletes blobs");
  }

  private RegistryException tooShort(HttpResponse<InputStream> response, long start)
      throws IOException {
    response.body().close();
    return new RegistryException(
        "%s of %s has only %d of %d bytes"
            .formatted(blob.digest(), from.name(), start, blob.size()),
        "build and push that image again; check the registry's disk");
  }

  private void expectSize(HttpResponse<InputStream> response)
      throws IOException, RegistryException {
    long said = response.headers().firstValueAsLong("content-length").orElse(blob.size());
    if (said != blob.size()) {
      response.body().close();
      throw new RegistryException(
          "%s of %s has %d bytes instead of %d"
              .formatted(blob.digest(), from.name(), said, blob.size()),
          "build and push that image again; check the registry's disk");
    }
  }

  private void expectStart(HttpResponse<InputStream> response, long start)
      throws IOException, RegistryException {
    String range = response.headers().firstValue("content-range").orElse("");
    Matcher matcher = RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != start) {
      response.body().close();
      throw new RegistryException(
          "%s gives another part of %s than was asked for (\"%s\")"
              .formatted(from.name(), blob.digest(), range),
          "look for a proxy that answers for the registry");
    }
  }

  private static void skip(InputStream body, long start) throws IOException {
    try {
      body.skipNBytes(start);
    } catch (IOException e) {
      body.close();
      throw e;
    }
  }

  /** Remembers this place for {@link #rewind}. */
  void mark() {
    mark = position;
    hashAtMark = copy(hash);
  }

  /**
   * Goes back to the mark, and from there on to a later place without giving out what lies between,
   * so that everything is hashed once and in order.
   */
  void rewind(long to) throws IOException, RegistryException {
    closeCurrent();
    halted = false;
    failure = null;
    position = mark;
    hash = copy(hashAtMark);
    byte[] passed = new byte[1 << 13];
    while (position < to) {
      int count = read(passed, 0, (int) Math.min(passed.length, to - position));
      progress.accept(-count);
    }
  }

  /** Whether everything came, and is something else than its digest says. */
  boolean endsWrong() {
    return position == blob.size() && !isWhole();
  }

  /** Whether everything came, and is what its digest says. */
  boolean isWhole() {
    return position == blob.size() && blob.digest().isResult(copy(hash).digest());
  }

  /**
   * Has a read that waits for its registry ask for the rest anew.
   *
   * @return whether there was one; if not, it is somebody else who is waited for
   */
  boolean nudge() throws IOException {
    synchronized (reading) {
      if (reader == null) {
        return false;
      }
    }
    InputStream open = current;
    if (open != null) {
      // That ends the read, which finds the connection broken.
      open.close();
    }
    return true;
  }

  /** Makes a read under way, and every further one until {@link #rewind}, fail. */
  void halt() {
    synchronized (reading) {
      halted = true;
      if (reader != null) {
        woken = true;
        reader.interrupt();
      }
    }
    try {
      closeCurrent();
    } catch (IOException _) {
      // It is closed, whatever it says about that.
    }
  }

  private IOException failed(RegistryException e) {
    failure = e;
    halted = true;
    return new IOException(e);
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted while reading", e);
  }

  private void closeCurrent() throws IOException {
    InputStream open = current;
    current = null;
    if (open != null) {
      open.close();
    }
  }

  private static MessageDigest copy(MessageDigest hash) {
    try {
      return (MessageDigest) hash.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's hashes can be copied", e);
    }
  }

  @Override
  public void close() throws IOException {
    halted = true;
    closeCurrent();
  }
}
