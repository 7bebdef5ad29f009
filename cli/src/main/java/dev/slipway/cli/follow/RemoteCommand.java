package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.RawTerminal;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.TerminalSize;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command in a container, with this process's input, outputs and terminal at it. Whoever reads
 * the output slowly slows the command. Used once.
 */
public final class RemoteCommand implements WebSocket.Listener {
  private static final byte INPUT = 0;
  private static final byte ERRORS = 2;
  private static final int CHUNK = 16 * 1024;
  private static final int LOOK_AGAIN_SECONDS = 1;

  private final Shell shell;
  private final @Nullable RawTerminal terminal;
  private final StringBuilder text = new StringBuilder();
  private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
  private @Nullable PrintStream to;

  /** {@code terminal} is null where the command gets pipes. */
  public RemoteCommand(Shell shell, @Nullable RawTerminal terminal) {
    this.shell = shell;
    this.terminal = terminal;
  }

  /**
   * Runs it to its end.
   *
   * @return its exit code
   */
  public int run(Api api, String path, List<String> command) {
    WebSocket socket = api.socket(path, this);
    try {
      @Nullable TerminalSize size = terminal == null ? null : TerminalSize.now();
      send(socket, start(command, size));
      // Reading a terminal or a pipe cannot be given up; the thread ends with the process.
      Thread.ofPlatform().daemon().name("exec-input").start(() -> passInput(socket));
      return awaitEnd(socket, size);
    } catch (IOException e) {
      throw lost(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw lost("interrupted");
    } finally {
      socket.abort();
    }
  }

  private static ObjectNode start(List<String> command, @Nullable TerminalSize size) {
    ObjectNode start = Json.object().put("type", "start");
    command.forEach(start.putArray("command")::add);
    if (size != null) {
      start.putObject("terminal").put("columns", size.columns()).put("rows", size.rows());
    }
    return start;
  }

  private int awaitEnd(WebSocket socket, @Nullable TerminalSize begun)
      throws IOException, InterruptedException {
    TerminalSize size = begun;
    End end = ends.poll(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
    while (end == null) {
      if (terminal != null) {
        TerminalSize now = TerminalSize.now();
        if (!now.equals(size)) {
          send(
              socket,
              Json.object()
                  .put("type", "resize")
                  .put("columns", now.columns())
                  .put("rows", now.rows()));
          size = now;
        }
      }
      end = ends.poll(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
    }
    shell.out().flush();
    shell.err().flush();
    return switch (end) {
      case End.Exited(int code) -> code;
      case End.Refused(String message, String hint) ->
          throw new CommandFailed(ExitCode.FAILED, message, hint);
      case End.Lost(String why) -> throw lost(why);
    };
  }

  private static CommandFailed lost(String why) {
    return new CommandFailed(
        ExitCode.UNREACHABLE,
        "the connection to the command broke off: " + why,
        "the command was ended; run it again");
  }

  private void passInput(WebSocket socket) {
    byte[] chunk = new byte[CHUNK];
    chunk[0] = INPUT;
    try {
      for (int read = read(chunk); read >= 0; read = read(chunk)) {
        send(socket, ByteBuffer.wrap(chunk, 0, read + 1));
      }
      send(socket, Json.object().put("type", "end_input"));
    } catch (IOException _) {
      // The other side has ended, which the listener hears of, and why.
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What cannot be read has ended. */
  private int read(byte[] chunk) {
    try {
      return shell.in().read(chunk, 1, CHUNK - 1);
    } catch (IOException _) {
      return -1;
    }
  }

  /** Two threads send, and a WebSocket takes one message at a time. */
  private synchronized void send(WebSocket socket, ObjectNode message)
      throws IOException, InterruptedException {
    await(socket.sendText(Json.write(message), true));
  }

  private synchronized void send(WebSocket socket, ByteBuffer input)
      throws IOException, InterruptedException {
    await(socket.sendBinary(input, true));
  }

  private static void await(CompletionStage<WebSocket> sent)
      throws IOException, InterruptedException {
    try {
      sent.toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
    if (to == null) {
      to = bytes.get() == ERRORS ? shell.err() : shell.out();
    }
    byte[] written = new byte[bytes.remaining()];
    bytes.get(written);
    to.write(written, 0, written.length);
    to.flush();
    to = last ? null : to;
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      hear(text.toString());
      text.setLength(0);
    }
    socket.request(1);
    return null;
  }

  private void hear(String json) {
    try {
      JsonNode message = Json.read(json.getBytes(StandardCharsets.UTF_8));
      switch (Json.text(message, "type")) {
        case "exit" -> ends.add(new End.Exited(message.path("code").asInt()));
        case "problem" ->
            ends.add(new End.Refused(Json.text(message, "message"), Json.text(message, "hint")));
        default -> {
          // A newer server may say more.
        }
      }
    } catch (IOException _) {
      ends.add(new End.Lost("the server does not speak as Slipway does"));
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    ends.add(new End.Lost(reason.isEmpty() ? "the server closed it" : reason));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    ends.add(new End.Lost(String.valueOf(error.getMessage())));
  }

  /** How it ends; the first one counts. */
  private sealed interface End {
    record Exited(int code) implements End {}

    record Refused(String message, String hint) implements End {}

    record Lost(String why) implements End {}
  }
}
