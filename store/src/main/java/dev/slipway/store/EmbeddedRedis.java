package dev.slipway.store;

import dev.slipway.core.InvalidValueException;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisExecProvider;

/**
 * A real redis-server as a child process, with all its data under one directory: durable (each
 * write is on disk before it is answered), on a free loopback port, behind a password that only
 * this process and the files of the directory know.
 *
 * <p>When the child dies, it is started anew on the same port, so that connections find it again.
 * When this process is killed, the child stays behind. It runs from a program file of its own
 * inside the directory, by which the next start finds it, beyond doubt, and stops it; nothing is
 * lost by that. One process at a time holds the directory.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int PORTS_TO_TRY = 5;

  private final Place place;
  private final FileChannel lock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Process process;

  private EmbeddedRedis(Place place, FileChannel lock, Process process) {
    this.place = place;
    this.lock = lock;
    this.process = process;
  }

  /**
   * Starts it and waits until it has loaded its data.
   *
   * @param directory made where it is missing; its name must not contain line breaks
   * @throws InvalidValueException when another process uses the directory
   * @throws UncheckedIOException when it cannot be started; the message names its log file
   */
  public static EmbeddedRedis start(Path directory) {
    Path home = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(home);
      FileChannel lock = lock(home);
      try {
        stopOrphan(home);
        return startOnFreePort(home, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * How {@link Redis#connect} reaches the one that runs in a directory, for those who only look;
   * empty where none was ever started, or it cannot be read.
   */
  public static Optional<URI> runningIn(Path directory) {
    Properties said = new Properties();
    try (Reader in = Files.newBufferedReader(directory.resolve("redis.conf"))) {
      said.load(in);
    } catch (IOException _) {
      return Optional.empty();
    }
    return Optional.of(
        URI.create(
            "redis://:%s@127.0.0.1:%s".formatted(said.get("requirepass"), said.get("port"))));
  }

  /** How {@link Redis#connect} reaches it; contains the password. */
  public String url() {
    return "redis://:" + place.password + "@127.0.0.1:" + place.port;
  }

  /** The process id of the redis-server, for tests and diagnosis. */
  public long pid() {
    return process.pid();
  }

  /** Stops it, with everything on disk. */
  @Override
  public void close() {
    closing.countDown();
    synchronized (this) {
      stop(process.toHandle());
    }
    try {
      Files.deleteIfExists(pidFile(place.home));
      lock.close();
    } catch (IOException e) {
      LOG.warn("could not tidy up in {}; the next start does it", place.home, e);
    }
  }

  private void keepRunning() {
    try {
      while (!closed()) {
        int code = process.waitFor();
        if (!closed()) {
          LOG.warn("the embedded redis-server ended with code {}; starting it anew", code);
          relaunch();
        }
        if (!process.isAlive() && closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void relaunch() {
    if (closed()) {
      return;
    }
    try {
      process = launch(place);
      if (!ready(process, place.port)) {
        stop(process.toHandle());
      }
    } catch (IOException e) {
      LOG.warn("the embedded redis-server does not start; trying again", e);
    }
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private static FileChannel lock(Path home) throws IOException {
    FileChannel channel =
        FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // Held by this very process: the same answer as for any other.
    }
    channel.close();
    throw new InvalidValueException(
        "another Slipway uses " + home + "; stop it, or give this one another data directory");
  }

  private static EmbeddedRedis startOnFreePort(Path home, FileChannel lock) throws IOException {
    Path program = program(home);
    for (int attempt = 1; attempt <= PORTS_TO_TRY; attempt++) {
      Place place = new Place(home, program, freePort(), password());
      Process process = launch(place);
      if (ready(process, place.port)) {
        EmbeddedRedis started = new EmbeddedRedis(place, lock, process);
        Thread.ofPlatform().daemon().name("embedded-redis").start(started::keepRunning);
        return started;
      }
      stop(process.toHandle());
    }
    throw new IOException(
        "the embedded redis-server does not start; " + home.resolve("redis.log") + " says why");
  }

  private static Process launch(Place place) throws IOException {
    Path configuration = place.home.resolve("redis.conf");
    writePrivately(configuration, configuration(place.home, place.port, place.password));
    Process process =
        new ProcessBuilder(place.program.toString(), configuration.toString())
            .directory(place.home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(place.home.resolve("redis.out").toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    Files.writeString(pidFile(place.home), Long.toString(process.pid()));
    return process;
  }

  private static String configuration(Path home, int port, String password) {
    return """
    bind 127.0.0.1
    port %d
    requirepass %s
    dir "%s"
    pidfile ""
    logfile "redis.log"
    daemonize no
    set-proc-title no
    appendonly yes
    appendfsync always
    aof-use-rdb-preamble yes
    auto-aof-rewrite-min-size 256mb
    rdbcompression no
    save ""
    maxmemory-policy noeviction
    databases 1
    """
        .formatted(port, password, home.toString().replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** The private copy of the program, by whose path an orphan is known. */
  private static Path program(Path home) throws IOException {
    Path program = home.resolve("redis-server-" + RedisExecProvider.redisVersion);
    if (!Files.isExecutable(program)) {
      Path unpacked = RedisExecProvider.defaultProvider().get().toPath();
      Path fresh = home.resolve("redis-server.new");
      Files.copy(unpacked, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
      Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
    }
    return program;
  }

  private static void stopOrphan(Path home) throws IOException {
    Optional<ProcessHandle> orphan = orphan(home);
    if (orphan.isPresent()) {
      LOG.info("stopping the redis-server that a killed Slipway left behind in {}", home);
      stop(orphan.get());
    }
    Files.deleteIfExists(pidFile(home));
  }

  private static Optional<ProcessHandle> orphan(Path home) throws IOException {
    Path file = pidFile(home);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String pid = Files.readString(file).strip();
    if (!pid.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    String ours = home.resolve("redis-server-").toString();
    return ProcessHandle.of(Long.parseLong(pid))
        .filter(process -> process.info().command().orElse("").startsWith(ours));
  }

  private static Path pidFile(Path home) {
    return home.resolve("redis.pid");
  }

  /**
   * Redis saves and ends on SIGTERM; every acknowledged write is on disk even if it must be killed.
   */
  private static void stop(ProcessHandle process) {
    process.destroy();
    if (!ended(process, GRACE)) {
      process.destroyForcibly();
      ended(process, GRACE);
    }
  }

  private static boolean ended(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot watch process " + process.pid(), e);
    }
  }

  private static boolean ready(Process process, int port) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      if (answers(port)) {
        return true;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return false;
  }

  /**
   * Asked without the password, it says NOAUTH as soon as it has loaded its data, LOADING before.
   */
  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("-NOAUTH".length());
      return new String(answer, StandardCharsets.US_ASCII).equals("-NOAUTH");
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String password() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Where it runs, and how it is reached. */
  private record Place(Path home, Path program, int port, String password) {
    @Override
    public String toString() {
      return "redis-server of " + home + " on port " + port;
    }
  }
}
