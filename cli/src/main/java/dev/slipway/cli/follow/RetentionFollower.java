package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import java.time.Duration;

/** Follows runs of retention to their end. Used by one thread. */
public final class RetentionFollower {
  private static final Duration INTERVAL = Duration.ofMillis(300);

  private final Api api;
  private final Shell shell;

  public RetentionFollower(Api api, Shell shell) {
    this.api = api;
    this.shell = shell;
  }

  /** Follows until the run has ended; returns it as it is then. */
  public JsonNode follow(String id) {
    Patience patience = Patience.usual(shell);
    String last = "";
    while (true) {
      JsonNode run = patience.outlast(() -> api.get(Api.path("retention", "runs", id)));
      String status = Json.text(run, "status");
      if (run.path("result").isObject()) {
        return run;
      }
      if (!status.equals(last)) {
        last = status;
        shell.say("  " + status);
      }
      Patience.pause(INTERVAL);
    }
  }
}
