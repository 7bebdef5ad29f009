package dev.slipway.builder.checkout;

import dev.slipway.core.build.Cancellation;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one fetch's limits. JGit asks it, as its progress monitor, whether to go on;
 * every read of the network counts against it.
 */
final class FetchBudget implements ProgressMonitor {
  private final GitLimits limits;
  private final Cancellation cancellation;
  private final long startedAt = System.nanoTime();
  private long bytes;
  private volatile @Nullable Exceeded exceeded;

  FetchBudget(GitLimits limits, Cancellation cancellation) {
    this.limits = limits;
    this.cancellation = cancellation;
  }

  /** Which limit ended the fetch; null when none did. */
  @Nullable Exceeded exceeded() {
    return exceeded;
  }

  /** Runs it when the fetch is told to stop; closing the result forgets it. */
  Cancellation.Registration onCancel(Runnable stop) {
    return cancellation.onCancel(stop);
  }

  Duration silence() {
    return limits.silence();
  }

  /** Counts what was read, and fails when that is too much or took too long. */
  void received(int count) throws IOException {
    bytes += Math.max(count, 0);
    if (bytes > limits.fetchedBytes()) {
      exceeded = Exceeded.BYTES;
    }
    if (isCancelled()) {
      throw new IOException("the fetch was ended");
    }
  }

  @Override
  public void beginTask(String title, int total) {
    if (total > limits.fetchedObjects()) {
      exceeded = Exceeded.OBJECTS;
    }
  }

  @Override
  public boolean isCancelled() {
    if (System.nanoTime() - startedAt > limits.fetch().toNanos() && exceeded == null) {
      exceeded = Exceeded.TIME;
    }
    return exceeded != null || cancellation.canceled();
  }

  @Override
  public void start(int totalTasks) {
    // nobody watches the progress of a fetch
  }

  @Override
  public void update(int completed) {
    // as above
  }

  @Override
  public void endTask() {
    // as above
  }

  @Override
  public void showDuration(boolean enabled) {
    // as above
  }

  /** The limits there are. */
  enum Exceeded {
    BYTES,
    OBJECTS,
    TIME
  }
}
