package dev.slipway.builder.steps;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.WaitResponse;
import dev.slipway.builder.image.Engine;
import dev.slipway.builder.image.EngineErrors;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure.Infrastructure;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container from its start to its end, whose output is read as it comes. One thread waits for it;
 * any may {@link #wake} that thread.
 */
final class LiveContainer implements AutoCloseable {
  /** How long the engine may take to say what it has already got. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int MEMORY_LOOKS = 10;
  private static final Duration GLANCE = Duration.ofMillis(50);

  /** How long the engine may take to end what it was told to kill. */
  private static final Duration KILLED = Duration.ofSeconds(3);

  private final Containers containers;
  private final String id;
  private final ContainerOutput output;
  private final Ending ending = new Ending();
  private final Semaphore bell = new Semaphore(0);

  private LiveContainer(Containers containers, String id, Consumer<String> lines) {
    this.containers = containers;
    this.id = id;
    this.output = new ContainerOutput(lines);
  }

  /**
   * Starts a container that was created.
   *
   * @param lines called with each line that it writes, by another thread
   * @throws BuildFailedException when it cannot be started; the cause tells whether the engine
   *     answered
   */
  static LiveContainer start(Containers containers, String id, Consumer<String> lines)
      throws BuildFailedException, InterruptedException {
    LiveContainer container = new LiveContainer(containers, id, lines);
    try {
      container.begin();
      return container;
    } catch (BuildFailedException | InterruptedException e) {
      container.close();
      throw e;
    }
  }

  String id() {
    return id;
  }

  /** Waits until it has ended, somebody wakes this thread, or the time is over. */
  boolean awaitEnd(Duration most) throws InterruptedException {
    if (!ending.known() && bell.tryAcquire(Math.max(0, most.toNanos()), TimeUnit.NANOSECONDS)) {
      bell.drainPermits();
    }
    return ending.known();
  }

  /** Has {@link #awaitEnd} return. */
  void wake() {
    bell.release();
  }

  /** For how long it wrote nothing. */
  Duration silence() {
    return Duration.ofNanos(output.silentNanos());
  }

  /** Ends it: asks by SIGTERM, and after the grace by SIGKILL. Does nothing when it has ended. */
  void stop(Duration grace) {
    try {
      signal("SIGTERM");
      long until = System.nanoTime() + grace.toNanos();
      while (!awaitEnd(Duration.ofNanos(until - System.nanoTime()))
          && System.nanoTime() - until < 0) {
        // Woken for something else.
      }
      if (!ending.known()) {
        signal("SIGKILL");
      }
      // For its last words.
      output.awaitCompletion(KILLED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How it ended, after all that it wrote was passed on.
   *
   * @throws BuildFailedException when the engine does not say
   */
  Ended ended() throws BuildFailedException, InterruptedException {
    RuntimeException broken = ending.broken();
    if (broken != null) {
      throw new BuildFailedException(
          EngineErrors.of(containers.engine(), "wait for a container", broken), broken);
    }
    while (!output.awaitCompletion(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        && silence().compareTo(PATIENCE) < 0) {
      // Somebody takes the last lines slowly.
    }
    ContainerState state = state();
    // That the kernel killed it for lack of memory may be told a moment after that it ended.
    for (int i = 0; i < MEMORY_LOOKS && isKilled(state) && !ranOutOfMemory(state); i++) {
      Thread.sleep(GLANCE);
      state = state();
    }
    Long code = state.getExitCodeLong();
    if (code == null || Boolean.TRUE.equals(state.getRunning())) {
      throw new BuildFailedException(
          new Infrastructure(
              "the engine says that a container ended, and that it runs",
              "the engine's log tells more",
              true));
    }
    return new Ended(code.intValue(), ranOutOfMemory(state));
  }

  private ContainerState state() throws BuildFailedException {
    return containers.ask(
        "say how a container ended", docker -> docker.inspectContainerCmd(id).exec().getState());
  }

  private static boolean isKilled(ContainerState state) {
    Long code = state.getExitCodeLong();
    return code != null && code == ExitWords.KILLED;
  }

  private static boolean ranOutOfMemory(ContainerState state) {
    return Boolean.TRUE.equals(state.getOOMKilled());
  }

  /** Stops listening; the container itself is left as it is. */
  @Override
  public void close() {
    output.close();
    ending.close();
  }

  private void begin() throws BuildFailedException, InterruptedException {
    Engine engine = containers.engine();
    // Before the start: what is written before somebody listens is lost.
    engine
        .client()
        .attachContainerCmd(id)
        .withStdOut(true)
        .withStdErr(true)
        .withFollowStream(true)
        .exec(output);
    if (!output.awaitStarted(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new BuildFailedException(
          new Infrastructure(
              "the engine at " + engine.address() + " does not pass on what a container writes",
              "the engine's log tells more",
              true));
    }
    containers.ask(
        "start a container",
        docker -> {
          docker.startContainerCmd(id).exec();
          return id;
        });
    output.listen();
    engine.client().waitContainerCmd(id).exec(ending);
  }

  private void signal(String signal) {
    try {
      containers.engine().client().killContainerCmd(id).withSignal(signal).exec();
    } catch (DockerException _) {
      // It has ended by itself, or somebody removed it.
    }
  }

  /**
   * How a container ended.
   *
   * @param outOfMemory whether the kernel killed something in it for lack of memory
   */
  record Ended(int exitCode, boolean outOfMemory) {}

  /** The engine's word that it has ended. Written by docker-java's thread. */
  private final class Ending extends EngineStream<Ending, WaitResponse> {
    private volatile boolean known;
    private volatile @Nullable RuntimeException broken;

    @Override
    public void onNext(WaitResponse response) {
      end();
    }

    @Override
    public void onComplete() {
      end();
      super.onComplete();
    }

    @Override
    public void onError(Throwable cause) {
      if (!known) {
        broken =
            cause instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException(Objects.toString(cause.getMessage()), cause);
      }
      onComplete();
    }

    boolean known() {
      return known;
    }

    @Nullable RuntimeException broken() {
      return broken;
    }

    private void end() {
      known = true;
      bell.release();
    }
  }
}
