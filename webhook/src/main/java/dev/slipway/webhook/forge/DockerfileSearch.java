package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Marks which repositories of a list have a Dockerfile: a few at a time, and not for long. */
final class DockerfileSearch {
  private static final int AT_A_TIME = 8;
  private static final Duration LONGEST = Duration.ofSeconds(4);

  private DockerfileSearch() {}

  /** Asks the forge about one repository. */
  @FunctionalInterface
  interface Question {
    boolean has(ForgeRepository repository) throws ForgeException;
  }

  /** Those for which no answer came in time stay as they are: not known. */
  static List<ForgeRepository> mark(List<ForgeRepository> repositories, Question question) {
    Semaphore places = new Semaphore(AT_A_TIME);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (ForgeRepository repository : repositories) {
        answers.add(threads.submit(() -> ask(places, question, repository)));
      }
      long deadline = System.nanoTime() + LONGEST.toNanos();
      List<ForgeRepository> marked = new ArrayList<>();
      for (int i = 0; i < repositories.size(); i++) {
        marked.add(with(repositories.get(i), answerBefore(deadline, answers.get(i))));
      }
      return marked;
    } finally {
      threads.shutdownNow();
    }
  }

  /** The same for one repository. */
  static ForgeRepository markOne(ForgeRepository repository, Question question) {
    return mark(List.of(repository), question).getFirst();
  }

  private static boolean ask(Semaphore places, Question question, ForgeRepository repository)
      throws ForgeException, InterruptedException {
    places.acquire();
    try {
      return question.has(repository);
    } finally {
      places.release();
    }
  }

  private static @Nullable Boolean answerBefore(long deadline, Future<Boolean> answer) {
    try {
      return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | CancellationException | TimeoutException _) {
      return null;
    }
  }

  private static ForgeRepository with(ForgeRepository of, @Nullable Boolean dockerfile) {
    return new ForgeRepository(
        of.name(),
        of.cloneUrl(),
        of.defaultBranch(),
        of.description(),
        of.isPrivate(),
        dockerfile,
        of.mayInstallHook());
  }
}
