package dev.slipway.deployer.target.docker;

import dev.slipway.core.deploy.Session;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.EngineDoor.Connection;
import dev.slipway.deployer.target.docker.Exec.Attached;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody at a command in a container.
 *
 * @see <a
 *     href="https://docs.docker.com/reference/api/engine/version/v1.41/#operation/ContainerAttach">the
 *     format of the stream</a>
 */
public final class ContainerSession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerSession.class);
  private static final int CHUNK = 16 * 1024;
  private static final int FRAME_HEAD = 8;
  private static final int STANDARD_ERROR = 2;

  /** A hang-up lets shells and editors put things in order. */
  private static final Duration HANG_UP = Duration.ofSeconds(1);

  private static final Duration TOLD_WITHIN = Duration.ofSeconds(5);

  private final Engine engine;
  private final Exec exec;
  private final Connection connection;
  private final boolean terminal;
  private final AtomicBoolean closed = new AtomicBoolean();
  private int left;
  private boolean error;

  private ContainerSession(Engine engine, Exec exec, Connection connection, boolean terminal) {
    this.engine = engine;
    this.exec = exec;
    this.connection = connection;
    this.terminal = terminal;
  }

  /**
   * Starts the command.
   *
   * @param size of the terminal that it gets; null for pipes
   */
  public static Session open(
      Engine engine, String container, List<String> command, @Nullable Size size)
      throws TargetException {
    boolean terminal = size != null;
    Exec exec =
        Exec.create(engine, container, command, terminal ? Attached.TERMINAL : Attached.PIPES);
    Connection connection =
        engine.hijack(
            "run " + command.getFirst() + " in container " + container,
            "/exec/" + exec.id() + "/start",
            Map.of("Detach", false, "Tty", terminal));
    ContainerSession session = new ContainerSession(engine, exec, connection, terminal);
    if (size != null) {
      session.resize(size);
    }
    return session;
  }

  @Override
  public Optional<Output> read() throws TargetException {
    try {
      if (!terminal && !nextFrame()) {
        return Optional.empty();
      }
      byte[] bytes = new byte[terminal ? CHUNK : Math.min(left, CHUNK)];
      int read = connection.in().read(bytes);
      if (read < 0) {
        return Optional.empty();
      }
      left -= terminal ? 0 : read;
      return Optional.of(new Output(error, Arrays.copyOf(bytes, read)));
    } catch (IOException e) {
      if (closed.get()) {
        return Optional.empty();
      }
      throw lost(e);
    }
  }

  /** Makes sure that there are bytes left of a frame; false at the end. */
  private boolean nextFrame() throws IOException {
    InputStream in = connection.in();
    while (left == 0) {
      byte[] head = in.readNBytes(FRAME_HEAD);
      if (head.length == 0) {
        return false;
      }
      if (head.length < FRAME_HEAD) {
        throw new EOFException("the engine broke off");
      }
      error = head[0] == STANDARD_ERROR;
      left = ByteBuffer.wrap(head).getInt(FRAME_HEAD / 2);
    }
    return true;
  }

  @Override
  public void write(byte[] bytes) throws TargetException {
    try {
      connection.out().write(bytes);
      connection.out().flush();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  @Override
  public void endInput() throws TargetException {
    try {
      connection.endOutput();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  @Override
  public void resize(Size size) throws TargetException {
    if (terminal) {
      engine.ask(
          "resize a terminal",
          docker -> docker.resizeExecCmd(exec.id()).withSize(size.rows(), size.columns()).exec());
    }
  }

  @Override
  public int exitCode() throws TargetException {
    try {
      return exec.awaitExit(TOLD_WITHIN).orElse(Target.KILLED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("told to stop before a command ended", "", true, e);
    }
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    connection.close();
    try {
      if (exec.exitCode().isEmpty()) {
        exec.hangUp();
        // What ignores a hang-up, or was started in the background, is not asked twice.
        var _ = exec.awaitExit(HANG_UP);
        exec.kill();
      }
    } catch (TargetException e) {
      LOG.debug("a command could not be ended: its container or its engine is gone", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static TargetException lost(IOException e) {
    return new TargetException(
        "the engine ended the connection to a command: " + e.getMessage(),
        "start the command again; if the container was replaced, in the one that runs now",
        true,
        e);
  }
}
