package dev.slipway.server.doctor;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.store.EmbeddedRedis;
import dev.slipway.store.Redis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Redis: an outside one is asked, our own is started for a moment. */
public final class RedisCheck {
  private static final String SUBJECT = "Redis";

  private RedisCheck() {}

  /**
   * An outside Redis.
   *
   * @param url may carry a password, which is not told
   */
  public static List<Finding> outside(String url) {
    try (Redis redis = Redis.connect(url)) {
      List<Finding> findings = new ArrayList<>();
      findings.add(Finding.well(SUBJECT, "version " + redis.version() + " answers"));
      redis.risks().stream().map(RedisCheck::wrong).forEach(findings::add);
      return findings;
    } catch (StoreUnavailableException e) {
      return List.of(wrong(String.valueOf(e.getMessage())));
    }
  }

  /** The store's sentences end with their remedy, after a semicolon. */
  private static Finding wrong(String sentence) {
    int remedy = sentence.lastIndexOf("; ");
    return remedy < 0
        ? Finding.wrong(SUBJECT, sentence, "")
        : Finding.wrong(SUBJECT, sentence.substring(0, remedy), sentence.substring(remedy + 2));
  }

  /**
   * The one that Slipway brings along.
   *
   * @param running whether a Slipway runs, and its Redis with it
   */
  public static Finding embedded(boolean running) {
    if (running) {
      return Finding.well(SUBJECT, "our own runs beside Slipway");
    }
    try {
      Path folder = Files.createTempDirectory("slipway-doctor-");
      try (EmbeddedRedis redis = EmbeddedRedis.start(folder);
          Redis connected = Redis.connect(redis.url())) {
        return Finding.well(SUBJECT, "our own starts, version " + connected.version());
      } finally {
        delete(folder);
      }
    } catch (IOException
        | UncheckedIOException
        | InvalidValueException
        | StoreUnavailableException e) {
      return Finding.wrong(
          SUBJECT,
          "our own does not start: " + e.getMessage(),
          "set SLIPWAY_REDIS_URL to a Redis of yours, 6.2 or newer");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
