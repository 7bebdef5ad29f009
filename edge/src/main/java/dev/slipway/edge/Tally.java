package dev.slipway.edge;

import dev.slipway.core.deploy.RequestCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts on one event loop; any thread may read. */
final class Tally {
  private static final int SERVER_ERRORS = 0;
  private static final int UNREACHABLE = 1;
  private static final int LATENCIES = 2;

  private final AtomicLongArray counts = new AtomicLongArray(LATENCIES + RequestCounts.BUCKETS);

  /** A request got the first byte of its answer, be it from the edge itself. */
  void answered(int status, long nanos) {
    add(LATENCIES + RequestCounts.bucket(nanos));
    if (status >= 500) {
      add(SERVER_ERRORS);
    }
  }

  /** A request found nobody there; at most once for each that is answered. */
  void unreachable() {
    add(UNREACHABLE);
  }

  RequestCounts counts() {
    int used = RequestCounts.BUCKETS;
    while (used > 0 && counts.getOpaque(LATENCIES + used - 1) == 0) {
      used--;
    }
    long requests = 0;
    List<Long> latencies = new ArrayList<>(used);
    for (int i = 0; i < used; i++) {
      long count = counts.getOpaque(LATENCIES + i);
      latencies.add(count);
      requests += count;
    }
    return new RequestCounts(
        requests, counts.getOpaque(SERVER_ERRORS), counts.getOpaque(UNREACHABLE), latencies);
  }

  /** Only one thread writes, so nothing has to be locked. */
  private void add(int what) {
    counts.setOpaque(what, counts.getPlain(what) + 1);
  }
}
