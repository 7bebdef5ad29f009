package dev.slipway.dashboard.ops;

import dev.slipway.dashboard.ReadinessCheck;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this process lives, and whether what it depends on is there. Safe for concurrent use. */
public final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final List<ReadinessCheck> checks;

  public Health(List<ReadinessCheck> checks) {
    this.checks = checks;
  }

  /** Alive: it answers. */
  public Answer alive(Call call) {
    return Answer.json(200, new AliveView("alive"));
  }

  /** Asks every dependency, all at the same time; 503 when one is missing. */
  public Answer ready(Call call) throws InterruptedException {
    var results = new ConcurrentLinkedQueue<CheckView>();
    List<Thread> asking = new ArrayList<>();
    for (ReadinessCheck check : checks) {
      asking.add(Thread.startVirtualThread(() -> results.add(ask(check))));
    }
    for (Thread thread : asking) {
      thread.join();
    }
    List<CheckView> inOrder =
        checks.stream()
            .flatMap(check -> results.stream().filter(r -> r.name().equals(check.name())))
            .toList();
    boolean ready = inOrder.stream().allMatch(CheckView::ok);
    return Answer.json(ready ? 200 : 503, new ReadyView(ready, inOrder));
  }

  /** Says to the public that there is trouble, and which; the details are for the log. */
  private static CheckView ask(ReadinessCheck check) {
    String trouble;
    try {
      trouble = check.trouble().get();
    } catch (RuntimeException e) {
      LOG.warn("The readiness check \"{}\" failed", check.name(), e);
      trouble = "the check itself failed; see the server's log";
    }
    return new CheckView(check.name(), trouble.isEmpty(), trouble);
  }

  private record AliveView(String status) {}

  private record CheckView(String name, boolean ok, String detail) {}

  private record ReadyView(boolean ready, List<CheckView> checks) {}
}
