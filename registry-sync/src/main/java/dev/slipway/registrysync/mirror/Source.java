package dev.slipway.registrysync.mirror;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.copy.Progress;
import dev.slipway.registrysync.oci.Digest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The registries that images are copied from, asked with little patience: a build waits. One that
 * did not answer is left alone for a while. Safe for concurrent use.
 */
final class Source {
  private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

  private final Copier copier;
  private final Clock clock;
  private final Duration patience;
  private final Map<String, Instant> silent = new ConcurrentHashMap<>();

  /** Asks over the connections of a copier, and waits that long for an answer. */
  Source(Copier copier, Clock clock, Duration patience) {
    this.copier = copier;
    this.clock = clock;
    this.patience = patience;
  }

  /** What became of a question. */
  sealed interface Said {
    /** The digest that a tag leads to. */
    record Leads(Digest to) implements Said {}

    /** It answered, and has no such image, or does not show it to us; in words. */
    record Refuses(String why) implements Said {}

    /** It does not answer, or is in trouble; in words. */
    record Silent(String why) implements Said {}
  }

  Said ask(Reference image) throws InterruptedException {
    String host = image.repository().registry();
    Instant until = silent.get(host);
    if (until != null && clock.instant().isBefore(until)) {
      return new Said.Silent(host + " did not answer a moment ago");
    }
    Said said = askNow(image);
    if (said instanceof Said.Silent) {
      silent.put(host, clock.instant().plus(LEFT_ALONE));
    } else {
      silent.remove(host);
    }
    return said;
  }

  private Said askNow(Reference image) throws InterruptedException {
    String host = image.repository().registry();
    FutureTask<Optional<Digest>> question =
        new FutureTask<>(
            () -> copier.begin(Progress.NONE).repository(image.repository()).find(image.tag()));
    Thread.ofVirtual().name("mirror-question").start(question);
    try {
      return question
          .get(patience.toMillis(), TimeUnit.MILLISECONDS)
          .<Said>map(Said.Leads::new)
          .orElseGet(() -> new Said.Refuses(host + " has no such image"));
    } catch (TimeoutException _) {
      return new Said.Silent(host + " does not answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      if (cause instanceof RegistryException) {
        return new Said.Silent(String.valueOf(cause.getMessage()));
      }
      throw new IllegalStateException("asking " + host + " broke off", cause);
    } finally {
      question.cancel(true);
    }
  }
}
