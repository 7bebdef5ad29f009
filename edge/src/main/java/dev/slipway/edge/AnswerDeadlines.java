package dev.slipway.edge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends waiting for answers that do not begin in time; one look at all of them now and then costs
 * less than a timer for each. Used on one event loop only.
 */
final class AnswerDeadlines {
  /** Until when each waits, as {@link System#nanoTime} has it. */
  private final Map<Transfer, Long> waiting = new HashMap<>();

  void expect(Transfer transfer, long until) {
    waiting.put(transfer, until);
  }

  /** It began, or nobody waits for it any more. */
  void settled(Transfer transfer) {
    waiting.remove(transfer);
  }

  void endLate(long now) {
    if (waiting.isEmpty()) {
      return;
    }
    List<Transfer> late =
        waiting.entrySet().stream()
            .filter(entry -> now - entry.getValue() >= 0)
            .map(Map.Entry::getKey)
            .toList();
    late.forEach(waiting::remove);
    late.forEach(Transfer::waitedTooLong);
  }
}
