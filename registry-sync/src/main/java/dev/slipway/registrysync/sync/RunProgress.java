package dev.slipway.registrysync.sync;

import dev.slipway.core.sync.SyncProgress;
import dev.slipway.registrysync.copy.Progress;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.Digest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a run does. Safe for concurrent use. */
public final class RunProgress implements Progress {
  private final InstantSource clock;
  private final AtomicInteger images = new AtomicInteger();
  private final AtomicInteger imagesDone = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder bytesDone = new LongAdder();
  private final Map<Digest, Long> open = new ConcurrentHashMap<>();
  private final Rate rate = new Rate();
  private final Set<String> warnings = new ConcurrentSkipListSet<>();

  /** Nothing is done yet. */
  public RunProgress() {
    this(InstantSource.system());
  }

  RunProgress(InstantSource clock) {
    this.clock = clock;
  }

  /** A plan says what there is to do; a later one, what there is besides. */
  void planned(SyncPlan plan) {
    images.addAndGet(plan.changing().size());
    bytes.addAndGet(plan.bytes());
    open.putAll(plan.missing());
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
  public void blob(Descriptor blob, Arrival how) {
    Long planned = open.remove(blob.digest());
    if (planned != null && how != Arrival.SENT) {
      bytes.addAndGet(-planned);
    }
  }

  @Override
  public void warning(String text) {
    warnings.add(text);
  }

  /** How far it is now. */
  public SyncProgress now() {
    long done = bytesDone.sum();
    return new SyncProgress(
        images.get(),
        imagesDone.get(),
        bytes.get(),
        done,
        rate.perSecond(clock.instant(), done),
        List.copyOf(warnings));
  }
}
