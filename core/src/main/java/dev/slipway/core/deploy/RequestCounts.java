package dev.slipway.core.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an edge counted of a release's requests.
 *
 * @param requests that were answered, by the release or, where it could not, by the edge
 * @param serverErrors of them: status 500 and above, the edge's own 502 and 504 included
 * @param unreachable of them: no connection could be made, or it broke before the answer
 * @param latencies how many took how long until the first byte of the answer, by bucket; see {@link
 *     #bucket}
 */
public record RequestCounts(
    long requests, long serverErrors, long unreachable, List<Long> latencies) {
  /** Buckets grow by a quarter of a power of two: a figure is right within 19 percent. */
  public static final int BUCKETS = 100;

  public static final RequestCounts NONE = new RequestCounts(0, 0, 0, List.of());

  private static final int PER_POWER = 4;
  private static final double FIRST_NANOS = 50_000;

  /** Of the counts per bucket, zeros at the end may be left out. */
  public RequestCounts {
    latencies = List.copyOf(latencies);
  }

  /** The bucket that an answer's latency counts in, from 0. */
  public static int bucket(long nanos) {
    if (nanos <= FIRST_NANOS) {
      return 0;
    }
    double powers = Math.log(nanos / FIRST_NANOS) / Math.log(2);
    return Math.min(BUCKETS - 1, (int) Math.ceil(powers * PER_POWER));
  }

  /** The longest latency that counts in a bucket. */
  public static Duration upTo(int bucket) {
    return Duration.ofNanos((long) (FIRST_NANOS * Math.pow(2, (double) bucket / PER_POWER)));
  }

  /** Both together. */
  public RequestCounts plus(RequestCounts other) {
    return new RequestCounts(
        requests + other.requests,
        serverErrors + other.serverErrors,
        unreachable + other.unreachable,
        merged(other, 1));
  }

  /** What was counted since then; all of it where the counter began anew meanwhile. */
  public RequestCounts since(RequestCounts earlier) {
    if (earlier.requests > requests) {
      return this;
    }
    return new RequestCounts(
        requests - earlier.requests,
        Math.max(0, serverErrors - earlier.serverErrors),
        Math.max(0, unreachable - earlier.unreachable),
        merged(earlier, -1));
  }

  private List<Long> merged(RequestCounts other, int sign) {
    int size = Math.max(latencies.size(), other.latencies.size());
    List<Long> merged = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      merged.add(Math.max(0, at(latencies, i) + sign * at(other.latencies, i)));
    }
    return merged;
  }

  private static long at(List<Long> counts, int bucket) {
    return bucket < counts.size() ? counts.get(bucket) : 0;
  }

  /** The part of the requests that ended as server errors, from 0 to 1; 0 without requests. */
  public double serverErrorShare() {
    return requests == 0 ? 0 : (double) serverErrors / requests;
  }

  /** 95 of 100 answers began within this time; zero without requests. */
  public Duration p95() {
    long all = latencies.stream().mapToLong(Long::longValue).sum();
    long below = 0;
    for (int i = 0; i < latencies.size(); i++) {
      below += latencies.get(i);
      if (all > 0 && below * 100 >= all * 95) {
        return upTo(i);
      }
    }
    return Duration.ZERO;
  }
}
