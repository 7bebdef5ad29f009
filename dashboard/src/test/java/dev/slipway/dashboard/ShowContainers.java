package dev.slipway.dashboard;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.RequestCounts;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Has containers write and use something, as long as somebody looks. */
final class ShowContainers {
  private final Stage stage;

  ShowContainers(Stage stage) {
    this.stage = stage;
  }

  void run(List<Instance> containers) {
    for (Instance container : containers) {
      stage.place.run(container, "listening on 0.0.0.0:8080");
      Thread.ofVirtual().start(() -> live(container, containers.indexOf(container) + 1));
    }
  }

  /** An edge that counts requests of both releases. */
  void count(ServiceId service, int fresh, int live) {
    Thread.ofVirtual()
        .start(() -> {
          var clock = new LinkedBlockingQueue<String>();
          for (int i = 0; ; i++) {
            report(stage, service, fresh, live, i);
            try {
              clock.poll(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              return;
            }
          }
        });
  }

  /** What the edge has counted by a second. */
  static void report(Stage stage, ServiceId service, int fresh, int live, int second) {
    stage.routing.report(
        new Routes.EdgeReport(
            "edge-1",
            1,
            Map.of(),
            List.of(
                new Routes.Counted(service, fresh, counts(1_204 + 11L * second, 3, 40)),
                new Routes.Counted(service, live, counts(3_911 + 34L * second, 2, 38)))));
  }

  private static RequestCounts counts(long requests, long errors, int bucket) {
    List<Long> latencies = new ArrayList<>();
    for (int i = 0; i <= bucket; i++) {
      latencies.add(i == bucket ? requests : 0L);
    }
    return new RequestCounts(requests, errors, 0, latencies);
  }

  private void live(Instance container, int number) {
    var clock = new LinkedBlockingQueue<String>();
    for (int i = 0; ; i++) {
      try {
        clock.poll(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        return;
      }
      double wave = Math.sin(i / (5.0 + number)) + Math.sin(i * 1.7) / 3;
      if (stage.place.isUseFollowed(container)) {
        stage.place.use(
            container,
            new Usage(
                Math.round(180 + 120 * wave),
                (140L << 20) + ((long) i << 16) + Math.round(wave * (6 << 20)),
                512L << 20,
                12,
                1000L * i,
                2000L * i));
      }
      if (i % number == 0) {
        stage.place.writeAnyway(
            container,
            "\u001b[2m%s\u001b[22m \u001b[%dm%s\u001b[39m /tides/%d \u001b[2m%d ms\u001b[22m"
                .formatted("GET", i % 9 == 0 ? 31 : 32, i % 9 == 0 ? "502" : "200", i, 4 + i % 40));
      }
    }
  }
}
