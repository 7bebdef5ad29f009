package dev.slipway.registrysync.sync;

import dev.slipway.core.sync.SyncProgress;
import dev.slipway.registrysync.copy.Progress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a run does. Safe for concurrent use. */
public final class RunProgress implements Progress {
  private final AtomicInteger images = new AtomicInteger();
  private final AtomicInteger imagesDone = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder bytesDone = new LongAdder();
  private final Set<String> warnings = new ConcurrentSkipListSet<>();

  /** A plan says what there is to do; a later one, what there is besides. */
  void planned(SyncPlan plan) {
    images.addAndGet(plan.changing().size());
    bytes.addAndGet(plan.bytes());
    warnings.addAll(plan.warnings());
  }

  void imageDone() {
    imagesDone.incrementAndGet();
  }

  @Override
  public void bytes(long moved) {
    bytesDone.add(moved);
  }

  @Override
  public void blob(Arrival how) {
    // The bytes say more.
  }

  @Override
  public void warning(String text) {
    warnings.add(text);
  }

  /** How far it is now. */
  public SyncProgress now() {
    return new SyncProgress(
        images.get(), imagesDone.get(), bytes.get(), bytesDone.sum(), List.copyOf(warnings));
  }
}
