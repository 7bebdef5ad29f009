package dev.slipway.edge;

import dev.slipway.core.deploy.RequestCounts;
import java.util.Arrays;
import java.util.List;

/**
 * What is counted of a release's requests: by each event loop on its own, so that counting costs
 * nothing, and summed when somebody asks.
 */
final class ReleaseCounts {
  private final List<Tally> tallies;

  ReleaseCounts(int loops) {
    Tally[] each = new Tally[loops];
    Arrays.setAll(each, _ -> new Tally());
    this.tallies = List.of(each);
  }

  /** Where that loop counts. */
  Tally of(int loop) {
    return tallies.get(loop);
  }

  /** All loops together; a request that is being counted may be in it or not. */
  RequestCounts sum() {
    RequestCounts sum = RequestCounts.NONE;
    for (Tally tally : tallies) {
      sum = sum.plus(tally.counts());
    }
    return sum;
  }
}
