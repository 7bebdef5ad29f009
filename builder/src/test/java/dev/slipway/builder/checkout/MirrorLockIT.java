package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.build.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorLockIT {
  @TempDir private Path folder;

  @Test
  void anotherProcessKeepsItUntilItIsKilled() throws Exception {
    Path file = folder.resolve("a.lock");
    MirrorLock lock = new MirrorLock(file);
    Process other = holder(file);
    try {
      assertThat(lock.tryAcquire()).isEmpty();
      assertThat(lock.owner())
          .hasValueSatisfying(
              owner -> assertThat(owner).startsWith("process " + other.pid() + " on "));
      other.destroyForcibly();
      other.waitFor();
      lock.acquire(new Cancellation()).close();
      assertThat(lock.owner())
          .hasValueSatisfying(owner ->
              assertThat(owner).startsWith("process " + ProcessHandle.current().pid() + " on "));
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void onlyOneThreadHasItAtATime() throws Exception {
    Path file = folder.resolve("a.lock");
    AtomicInteger inside = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all =
          Stream.generate(() ->
                  threads.submit(() -> {
                    try (MirrorLock.Hold _ = new MirrorLock(file).acquire(new Cancellation())) {
                      assertThat(inside.incrementAndGet()).isEqualTo(1);
                      inside.decrementAndGet();
                    }
                    return true;
                  }))
              .limit(20)
              .toList();
      for (Future<Boolean> one : all) {
        assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void aWaitEndsWhenItIsCanceled() throws Exception {
    MirrorLock lock = new MirrorLock(folder.resolve("a.lock"));
    Cancellation cancellation = new Cancellation();
    try (MirrorLock.Hold _ = lock.acquire(new Cancellation());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> waiting = threads.submit(() -> lock.acquire(cancellation));
      cancellation.cancel();
      assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(CancellationException.class);
    }
  }

  @Test
  void aLockThatWasRemovedWithItsMirrorIsFreeForTheNext() throws Exception {
    Path file = folder.resolve("a.lock");
    MirrorLock lock = new MirrorLock(file);
    Process other = holder(file);
    try {
      lock.delete();
      try (MirrorLock.Hold _ = lock.tryAcquire().orElseThrow()) {
        assertThat(lock.tryAcquire()).isEmpty();
      }
    } finally {
      other.destroyForcibly();
    }
  }

  /** Takes the lock named by the argument, says so, and keeps it. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (MirrorLock.Hold _ = new MirrorLock(Path.of(arguments[0])).acquire(new Cancellation())) {
        System.out.println("held");
        System.in.read();
      }
    }
  }

  private static Process holder(Path file) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    assertThat(new BufferedReader(out).lines().anyMatch("held"::equals)).isTrue();
    return process;
  }
}
