package dev.slipway.core.registry;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps who pushes as long as the test runs. */
public final class InMemoryPushLeases implements PushLeases {
  private final Set<String> pushes = new HashSet<>();
  private @Nullable String closed;

  @Override
  public synchronized boolean enter(String push) {
    return closed == null && (pushes.add(push) || pushes.contains(push));
  }

  @Override
  public synchronized boolean renew(String push) {
    return pushes.contains(push);
  }

  @Override
  public synchronized void leave(String push) {
    pushes.remove(push);
  }

  @Override
  public synchronized OptionalInt close(String cleaning) {
    if (closed != null && !closed.equals(cleaning)) {
      return OptionalInt.empty();
    }
    closed = cleaning;
    return OptionalInt.of(pushes.size());
  }

  @Override
  public synchronized void open(String cleaning) {
    if (cleaning.equals(closed)) {
      closed = null;
    }
  }

  synchronized void runOut() {
    pushes.clear();
    closed = null;
  }
}
