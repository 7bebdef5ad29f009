package dev.slipway.registrysync.copy;

import dev.slipway.core.registry.RegistryException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same with several things at once, each in a thread of its own. */
public final class Together {
  private Together() {}

  /** What is done with each. */
  @FunctionalInterface
  public interface Deed<T> {
    /** Does it. */
    void with(T thing) throws RegistryException, InterruptedException;
  }

  /**
   * Returns when it is done with all of them. The first failure ends the others and is thrown.
   *
   * @throws InterruptedException when the caller was interrupted; then all have ended
   */
  public static <T> void each(Collection<T> things, Deed<T> deed)
      throws RegistryException, InterruptedException {
    if (things.size() == 1) {
      deed.with(things.iterator().next());
      return;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<Boolean> done = new ExecutorCompletionService<>(threads);
      List<Future<Boolean>> all = new ArrayList<>();
      for (T thing : things) {
        all.add(
            done.submit(() -> {
              deed.with(thing);
              return true;
            }));
      }
      try {
        for (int i = 0; i < all.size(); i++) {
          done.take().get();
        }
      } catch (ExecutionException e) {
        throw unwrapped(Objects.requireNonNullElse(e.getCause(), e));
      } finally {
        all.forEach(future -> future.cancel(true));
      }
    }
  }

  private static RegistryException unwrapped(Throwable cause) throws InterruptedException {
    return switch (cause) {
      // The stack of the thread that failed is the cause; this one is the caller's.
      case RegistryException e ->
          new RegistryException(String.valueOf(e.getMessage()), e.hint(), e);
      case InterruptedException _ -> throw new InterruptedException();
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(cause);
    };
  }
}
