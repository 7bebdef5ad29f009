package dev.slipway.webhook.forge.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** How a fake forge behaves badly, until it recovers. Safe for concurrent use. */
final class FakeTroubles {
  private final Deque<FakeReply> next = new ArrayDeque<>();
  private final Map<String, FakeReply> byPath = new LinkedHashMap<>();
  private @Nullable FakeReply always;
  private @Nullable CountDownLatch held;

  synchronized void next(List<FakeReply> replies) {
    next.addAll(replies);
  }

  synchronized void always(FakeReply reply) {
    always = reply;
  }

  synchronized void at(String part, FakeReply reply) {
    byPath.put(part, reply);
  }

  synchronized void hold() {
    held = new CountDownLatch(1);
  }

  synchronized void recover() {
    always = null;
    next.clear();
    byPath.clear();
    if (held != null) {
      held.countDown();
      held = null;
    }
  }

  /** What a request is answered in place of what it asks for; empty where all is well. */
  synchronized Optional<FakeReply> of(FakeRequest request) {
    FakeReply trouble = always == null ? next.poll() : always;
    return trouble != null
        ? Optional.of(trouble)
        : byPath.entrySet().stream()
            .filter(each -> request.path().contains(each.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
  }

  void waitWhileHeld() {
    CountDownLatch latch;
    synchronized (this) {
      latch = held;
    }
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
