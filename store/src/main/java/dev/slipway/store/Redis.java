package dev.slipway.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.slipway.core.StoreUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis: one connection that all calls share, so that Redis can group their writes into
 * few disk syncs, and one that listens. Both reconnect by themselves; calls made meanwhile wait for
 * that up to the command timeout. Safe for concurrent use.
 *
 * <p>Nothing blocks on the server: whoever waits for work waits for a signal, and then runs the
 * script that takes it.
 */
public final class Redis implements AutoCloseable {
  /** For how long a call waits for its answer, reconnecting included. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final int MOST_WAITING_CALLS = 20_000;
  private static final long LOADING_PAUSE_MILLIS = 10;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final Signals signals;
  private final String place;

  private Redis(
      RedisClient client,
      StatefulRedisConnection<String, String> connection,
      Signals signals,
      String place) {
    this.client = client;
    this.connection = connection;
    this.signals = signals;
    this.place = place;
  }

  /**
   * Connects.
   *
   * @param url {@code redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]}, or {@code rediss://} for
   *     TLS
   * @throws StoreUnavailableException when there is no Redis, or it does not let us in
   */
  public static Redis connect(String url) {
    return connect(url, TIMEOUT);
  }

  /** The same with another timeout for each call; connecting has {@link #TIMEOUT} in any case. */
  public static Redis connect(String url, Duration timeout) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(TIMEOUT);
    String place = uri.getHost() + ":" + uri.getPort();
    RedisClient client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .requestQueueSize(MOST_WAITING_CALLS)
            .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).keepAlive(true).build())
            .build());
    try {
      StatefulRedisConnection<String, String> connection = client.connect();
      connection.setTimeout(timeout);
      return new Redis(client, connection, Signals.over(client.connectPubSub()), place);
    } catch (RedisException e) {
      client.shutdown(Duration.ZERO, TIMEOUT);
      throw new StoreUnavailableException(
          "cannot connect to Redis at "
              + place
              + " ("
              + rootMessage(e)
              + ")"
              + "; start it there, or correct SLIPWAY_REDIS_URL",
          e);
    }
  }

  /**
   * What of this Redis' version and settings can lose data that was acknowledged, one sentence
   * each, with the remedy; empty when nothing does.
   */
  public List<String> risks() {
    return Durability.risks(call(Durability::read), place);
  }

  /** Its version, such as {@code 7.0.15}. */
  public String version() {
    return call(Durability::read).version();
  }

  /** How many bytes it holds in memory. */
  public long memoryUsed() {
    return call(commands -> commands.info("memory"))
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).strip()))
        .findFirst()
        .orElse(0);
  }

  /** Whether Redis answers now. */
  public boolean reachable() {
    try {
      return call(RedisCommands::ping) != null;
    } catch (StoreUnavailableException _) {
      return false;
    }
  }

  Signals signals() {
    return signals;
  }

  /**
   * Runs commands on the shared connection. A Redis that still reads its file after a restart is
   * waited for like one that is being reconnected to.
   *
   * @throws StoreUnavailableException when Redis is away or cannot write
   */
  <T extends @Nullable Object> T call(Function<RedisCommands<String, String>, T> commands) {
    long start = System.nanoTime();
    while (true) {
      try {
        return callOnce(commands);
      } catch (RedisLoadingException e) {
        if (System.nanoTime() - start > connection.getTimeout().toNanos()) {
          throw unavailable(e);
        }
        pause();
      }
    }
  }

  private void pause() {
    try {
      MILLISECONDS.sleep(LOADING_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while Redis at " + place + " starts", e);
    }
  }

  private <T extends @Nullable Object> T callOnce(
      Function<RedisCommands<String, String>, T> commands) {
    try {
      return commands.apply(connection.sync());
    } catch (RedisLoadingException e) {
      throw e;
    } catch (RedisCommandInterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting for Redis at " + place, e);
    } catch (RedisReadOnlyException e) {
      throw unavailable(e);
    } catch (RedisCommandExecutionException e) {
      if (cannotWrite(e)) {
        throw unavailable(e);
      }
      throw e;
    } catch (RedisException e) {
      throw unavailable(e);
    }
  }

  /**
   * Runs one command for each of the keys, all on their way at once; answers that are null are left
   * out.
   */
  <T> List<T> together(
      List<String> keys,
      BiFunction<RedisAsyncCommands<String, String>, String, RedisFuture<@Nullable T>> command) {
    return call(commands -> {
      RedisAsyncCommands<String, String> async = connection.async();
      List<RedisFuture<@Nullable T>> asked =
          keys.stream().map(key -> command.apply(async, key)).toList();
      List<T> answers = new ArrayList<>();
      for (RedisFuture<@Nullable T> future : asked) {
        T answer = LettuceFutures.awaitOrCancel(future, TIMEOUT.toMillis(), MILLISECONDS);
        if (answer != null) {
          answers.add(answer);
        }
      }
      return answers;
    });
  }

  /** Runs one command for each of the inputs, in order and all on their way at once. */
  <I, T> List<T> inOrder(
      List<I> inputs, BiFunction<RedisAsyncCommands<String, String>, I, RedisFuture<T>> command) {
    return call(commands -> {
      RedisAsyncCommands<String, String> async = connection.async();
      List<RedisFuture<T>> asked =
          inputs.stream().map(input -> command.apply(async, input)).toList();
      long deadline = System.nanoTime() + connection.getTimeout().toNanos();
      List<T> answers = new ArrayList<>();
      for (RedisFuture<T> future : asked) {
        long left = Math.max(1, deadline - System.nanoTime());
        answers.add(
            Objects.requireNonNull(LettuceFutures.awaitOrCancel(future, left, NANOSECONDS)));
      }
      return answers;
    });
  }

  /** Out of memory, disk full, no replica: Redis is there and refuses to keep anything. */
  private static boolean cannotWrite(RedisCommandExecutionException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("OOM ")
        || message.contains("MISCONF ")
        || message.contains("NOREPLICAS ")
        || message.contains("READONLY ");
  }

  private StoreUnavailableException unavailable(RedisException cause) {
    return new StoreUnavailableException(
        "Redis at "
            + place
            + " does not take commands ("
            + rootMessage(cause)
            + ")"
            + "; the call can be repeated once it does",
        cause);
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  @Override
  public void close() {
    signals.close();
    connection.close();
    client.shutdown(Duration.ZERO, TIMEOUT);
  }
}
