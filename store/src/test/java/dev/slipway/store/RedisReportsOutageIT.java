package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.account.AccountId;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import dev.slipway.core.report.Subject;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.SampleRepositories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the outbox when Redis, or who reports, is killed. */
class RedisReportsOutageIT {
  private static final AccountId ADA = new AccountId("acc_ada");
  @TempDir Path directory;
  @TempDir Path keys;

  @Test
  void nothingThatWasDueOrHeldIsLostWithTheKilledServer() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory);
        Redis redis = Redis.connect(server.url())) {
      RedisReportsFixture store =
          new RedisReportsFixture(redis, TinkSecretBox.open(keys.resolve("keys.json")));
      store.repositories().add(SampleRepositories.connected(SampleBuilds.SHOP, ADA));
      List<BuildId> moved = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        moved.add(store.builds().add(push(i)).id());
        if (i % 10 == 9) {
          kill(server);
        }
      }
      Reports dead = store.newReports();
      Report told = dead.claim(Duration.ZERO).orElseThrow();
      dead.told(told, "here", "queued");
      dead.done(told);
      Report delayed = dead.claim(Duration.ZERO).orElseThrow();
      dead.later(delayed, Duration.ofSeconds(20), "the forge is away");
      assertThat(dead.claim(Duration.ZERO)).isPresent();
      kill(server);

      Reports reports = store.newReports();
      assertThat(reports.told(SampleBuilds.SHOP, "here")).contains("queued");
      assertThat(reports.problem(SampleBuilds.SHOP)).contains("the forge is away");
      assertThat(drain(reports)).hasSize(27);
      store.advance(Reports.LEASE);
      List<Subject> rest = drain(reports);
      assertThat(rest).hasSize(2).contains(delayed.subject());
      assertThat(moved).hasSize(30);
    }
  }

  private static NewBuild push(int branch) {
    return SampleBuilds.push(SampleBuilds.SHOP, GitRef.ofBranch("b" + branch));
  }

  private static List<Subject> drain(Reports reports) throws InterruptedException {
    List<Subject> all = new ArrayList<>();
    Optional<Report> next = reports.claim(Duration.ZERO);
    while (next.isPresent()) {
      all.add(next.get().subject());
      reports.done(next.get());
      next = reports.claim(Duration.ZERO);
    }
    return all;
  }

  private static void kill(EmbeddedRedis server) throws Exception {
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
  }
}
