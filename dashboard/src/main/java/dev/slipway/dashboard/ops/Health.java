package dev.slipway.dashboard.ops;

import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.util.List;

/** Whether this process lives, and whether what it depends on is there. Safe for concurrent use. */
public final class Health {
  private final Readiness readiness;

  public Health(Readiness readiness) {
    this.readiness = readiness;
  }

  /** Alive: it answers. */
  public Answer alive(Call call) {
    return Answer.json(200, new AliveView("alive"));
  }

  /** Asks every dependency; 503 when one is missing. */
  public Answer ready(Call call) throws InterruptedException {
    List<Readiness.Finding> checks = readiness.ask();
    boolean ready = checks.stream().allMatch(Readiness.Finding::ok);
    return Answer.json(ready ? 200 : 503, new ReadyView(ready, checks));
  }

  private record AliveView(String status) {}

  private record ReadyView(boolean ready, List<Readiness.Finding> checks) {}
}
