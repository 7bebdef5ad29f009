package dev.slipway.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, to be closed in reverse: a part is owned from the moment it is there, so that
 * nothing stays open when a later one cannot start. Used by one thread.
 */
final class StartedParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StartedParts.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Owns it from now on. */
  <T extends AutoCloseable> T own(T part) {
    parts.push(part);
    return part;
  }

  /** Will close a part that is owned before all others that are there by now. */
  void closeFirst(AutoCloseable part) {
    parts.removeFirstOccurrence(part);
    parts.push(part);
  }

  /** Closes each; one that fails does not keep the others. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
