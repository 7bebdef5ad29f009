package dev.slipway.core.event;

import dev.slipway.core.log.Logs.Subscription;
import java.util.List;
import java.util.function.Consumer;

/** The feed of changes, in order. Safe for concurrent use. */
public interface Events {
  /** Calls the listener, on one thread at a time and without blocking for long, until closed. */
  Subscription subscribe(Consumer<Event> listener);

  /** Those after the given id that are still kept, oldest first, at most {@code limit}. */
  List<Event> after(String id, int limit);
}
