package dev.slipway.dashboard.live;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Session;
import dev.slipway.core.deploy.Session.Output;
import dev.slipway.core.deploy.Session.Size;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.dashboard.http.Conversation;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import dev.slipway.dashboard.http.Socket;
import dev.slipway.dashboard.http.Socket.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody at a command in a container, over a WebSocket. Texts are JSON with a {@code type}; the
 * first one starts the command. Binary messages begin with a byte that says what follows: {@link
 * #INPUT}, {@link #OUTPUT} or {@link #ERRORS}. The command ends with the connection.
 */
public final class CommandTalk implements Conversation {
  static final byte INPUT = 0;
  static final byte OUTPUT = 1;
  static final byte ERRORS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(CommandTalk.class);
  private static final Duration START_WITHIN = Duration.ofSeconds(10);
  private static final int LARGEST_TERMINAL = 10_000;

  private final Target target;
  private final Instance instance;
  private final ServiceId service;
  private final String by;

  /** {@code by} is who talks. */
  public CommandTalk(Target target, Instance instance, ServiceId service, String by) {
    this.target = target;
    this.instance = instance;
    this.service = service;
    this.by = by;
  }

  @Override
  public void hold(Socket socket) throws IOException, InterruptedException {
    try {
      Start start = start(socket.receive(START_WITHIN));
      converse(socket, start);
    } catch (TargetException e) {
      socket.send(new Trouble("problem", e.getMessage(), e.hint()));
    } catch (ProblemException | InvalidValueException e) {
      socket.send(new Trouble("problem", String.valueOf(e.getMessage()), ""));
    }
  }

  private static Start start(@Nullable Message first) {
    if (!(first instanceof Message.Text(String json))) {
      throw new InvalidValueException(
          "the first message does not start a command; send {\"type\": \"start\", \"command\":"
              + " [...]} within "
              + START_WITHIN.toSeconds()
              + " s");
    }
    Fields fields = fields(json, Set.of("type", "command", "terminal"));
    List<String> command = fields.texts("command");
    if (!"start".equals(fields.text("type")) || command == null || command.isEmpty()) {
      fields.problem("command", "is missing", "send {\"type\": \"start\", \"command\": [...]}");
    }
    Fields terminal = fields.nested("terminal");
    fields.check();
    return new Start(
        command == null ? List.of() : command, terminal == null ? null : size(terminal));
  }

  private void converse(Socket socket, Start start)
      throws TargetException, IOException, InterruptedException {
    long begun = System.nanoTime();
    String ended = "with the connection";
    try (Session session = target.open(instance, start.command(), start.terminal())) {
      // Also wakes up whoever waits for the command to take its input.
      socket.onClose(() -> Thread.ofVirtual().start(session::close));
      socket.send(new Started("started", instance.id()));
      Answering answering = new Answering(session, socket);
      Thread answers = Thread.ofVirtual().name("exec-output").start(answering);
      listen(socket, session);
      session.close();
      answers.join();
      ended = answering.ended.isEmpty() ? ended : answering.ended;
    } finally {
      record(start, ended, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  /** Arguments may hold secrets, and stay out of the log. */
  private void record(Start start, String ended, Duration took) {
    LOG.info(
        "{} ran {} with {} arguments in container {} of {}: ended {} after {} s",
        by,
        start.command().getFirst(),
        start.command().size() - 1,
        instance.id(),
        service,
        ended,
        took.toSeconds());
  }

  /** Passes on what comes until nothing does any more, or the command takes no more. */
  private static void listen(Socket socket, Session session) throws InterruptedException {
    Message next = socket.receive();
    while (!(next instanceof Message.Closed)) {
      try {
        pass(next, session);
      } catch (TargetException e) {
        // It has ended, or soon tells: its last output and its exit code are still to be sent.
        LOG.debug("a command takes no more input", e);
      }
      next = socket.receive();
    }
  }

  private static void pass(Message message, Session session) throws TargetException {
    switch (message) {
      case Message.Bytes(byte[] bytes) when bytes.length > 0 && bytes[0] == INPUT ->
          session.write(Arrays.copyOfRange(bytes, 1, bytes.length));
      case Message.Text(String json) -> {
        Fields fields = fields(json, Set.of("type", "columns", "rows"));
        switch (Optional.ofNullable(fields.text("type")).orElse("")) {
          case "resize" -> session.resize(size(fields));
          case "end_input" -> session.endInput();
          default -> LOG.debug("a message that nobody knows");
        }
      }
      case Message.Bytes _, Message.Closed _ -> LOG.debug("a message that nobody knows");
    }
  }

  private static Fields fields(String json, Set<String> known) {
    return Fields.ofJson(json.getBytes(StandardCharsets.UTF_8)).allow(known);
  }

  private static Size size(Fields fields) {
    Integer columns = fields.requiredPositive("columns");
    Integer rows = fields.requiredPositive("rows");
    fields.check();
    return new Size(bounded(columns), bounded(rows));
  }

  private static int bounded(@Nullable Integer length) {
    return length == null ? 1 : Math.min(length, LARGEST_TERMINAL);
  }

  /** Sends what the command writes, and how it ended. */
  private static final class Answering implements Runnable {
    private final Session session;
    private final Socket socket;
    private volatile String ended = "";

    Answering(Session session, Socket socket) {
      this.session = session;
      this.socket = socket;
    }

    @Override
    public void run() {
      try {
        Optional<Output> next = session.read();
        while (next.isPresent()) {
          socket.send(framed(next.get()));
          next = session.read();
        }
        int code = session.exitCode();
        ended = "with " + code;
        socket.send(new Exit("exit", code));
        socket.close();
      } catch (TargetException e) {
        ended = "with trouble: " + e.getMessage();
        tell(e);
      } catch (IOException e) {
        LOG.debug("whoever was at a command is gone", e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void tell(TargetException trouble) {
      try {
        socket.send(new Trouble("problem", trouble.getMessage(), trouble.hint()));
        socket.close();
      } catch (IOException e) {
        LOG.debug("whoever was at a command is gone", e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private static byte[] framed(Output output) {
      byte[] framed = new byte[output.bytes().length + 1];
      framed[0] = output.error() ? ERRORS : OUTPUT;
      System.arraycopy(output.bytes(), 0, framed, 1, output.bytes().length);
      return framed;
    }
  }

  private record Start(List<String> command, @Nullable Size terminal) {}

  private record Started(String type, String container) {}

  private record Exit(String type, int code) {}

  private record Trouble(String type, String message, String hint) {}
}
