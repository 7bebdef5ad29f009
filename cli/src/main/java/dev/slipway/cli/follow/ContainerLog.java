package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.EventStream;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.api.ServerEvent;
import dev.slipway.cli.api.Unreachable;
import dev.slipway.cli.terminal.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what the containers of a service write. Used by one thread. */
public final class ContainerLog {
  /** The server sends a sign of life every 15 seconds, which is no event. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final Api api;
  private final Shell shell;
  private final Patience patience;
  private final Consumer<JsonNode> line;

  /**
   * @param line takes {@code {container, line}}
   */
  public ContainerLog(Api api, Shell shell, Patience patience, Consumer<JsonNode> line) {
    this.api = api;
    this.shell = shell;
    this.patience = patience;
    this.line = line;
  }

  /** Reads the last lines of each container. */
  public void read(String path, int tail) {
    try (EventStream events = api.events(path + "?follow=false&tail=" + tail, null)) {
      pass(events);
    }
  }

  /**
   * Goes on with new lines until the program is ended. What is written while the server is away is
   * not seen.
   */
  public void follow(String path, int tail) {
    int wanted = tail;
    while (true) {
      try (EventStream events = api.events(path + "?tail=" + wanted, null)) {
        patience.reached();
        // Whoever comes back has had them.
        wanted = 0;
        pass(events);
      } catch (Unreachable e) {
        shell.out().flush();
        patience.lost(e);
      }
    }
  }

  /** Ends with the event that says so. */
  private void pass(EventStream events) {
    while (true) {
      @Nullable ServerEvent event = events.next(SILENCE);
      if (event != null && event.type().equals("end")) {
        return;
      }
      if (event != null && event.type().equals("line")) {
        line.accept(data(event));
      }
      // Asking also flushes.
      if (!events.hasMore() && shell.readerGone()) {
        throw new ReaderGone();
      }
    }
  }

  private static JsonNode data(ServerEvent event) {
    try {
      return Json.read(event.data());
    } catch (IOException _) {
      throw new Unreachable("the event stream was cut in the middle of an event", "");
    }
  }
}
