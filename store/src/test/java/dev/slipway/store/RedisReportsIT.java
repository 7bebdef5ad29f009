package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.account.AccountId;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import dev.slipway.core.report.ReportsContract;
import dev.slipway.core.report.ReportsFixture;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.SampleRepositories;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedisReportsIT extends ReportsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();
  @TempDir static Path keys;
  private static final AccountId ADA = new AccountId("acc_ada");

  @Override
  protected ReportsFixture freshStore() {
    return new RedisReportsFixture(REAL.redis(), TinkSecretBox.open(keys.resolve("keys.json")));
  }

  @Test
  void aClaimThatIsRepeatedAfterAReconnectGetsTheSameReport() {
    addOne();
    addOne();
    LuaScript claim = LuaScript.load("claim_report", "reports");
    String[] call = {"call-1", "30000", "8", "200"};
    List<?> first = claim.list(REAL.redis(), call);
    for (int i = 0; i < 5; i++) {
      assertThat(claim.list(REAL.redis(), call)).isEqualTo(first);
    }
  }

  @Test
  void aBurstOfNewsIsLookedAtInPortions() throws Exception {
    RepositoryId plain = new RepositoryId("rep_plain");
    for (int i = 0; i < 450; i++) {
      new RedisBuilds(REAL.redis(), Clock.systemUTC())
          .add(SampleBuilds.push(plain, SampleBuilds.MAIN));
    }
    BuildId last = addOne();
    assertThat(new RedisReports(REAL.redis()).claim(Duration.ZERO).map(Report::repository))
        .contains(new RepositoryId("rep_shop"));
    assertThat(last).isNotNull();
    assertThat(count(Key.REPORTS)).isZero();
  }

  @Test
  void nothingIsLeftOnceAllIsTold() throws Exception {
    addOne();
    Reports reports = new RedisReports(REAL.redis());
    Report report = reports.claim(Duration.ZERO).orElseThrow();
    reports.done(report);
    assertThat(reports.claim(Duration.ZERO)).isEmpty();

    List<String> left = REAL.redis().call(commands -> commands.keys(Key.REPORTS + "*"));
    left.addAll(REAL.redis().call(commands -> commands.keys(Key.REPORT.of("*"))));
    assertThat(left).containsExactly(Key.REPORT_CALL.of(report.claim()));
    assertThat(REAL.redis().<Long>call(c -> c.pttl(left.getFirst())))
        .isBetween(1L, Reports.LEASE.toMillis());
  }

  @Test
  void theProblemOfARemovedRepositoryIsForgotten() throws Exception {
    addOne();
    Reports reports = new RedisReports(REAL.redis());
    Report report = reports.claim(Duration.ZERO).orElseThrow();
    reports.giveUp(report, "the token may not set statuses");
    assertThat(reports.problem(report.repository())).isPresent();
    assertThat(freshStore().repositories().remove(report.repository())).isTrue();
    assertThat(reports.problem(report.repository())).isEmpty();
  }

  private BuildId addOne() {
    ReportsFixture store = freshStore();
    store.repositories().add(SampleRepositories.connected(SampleBuilds.SHOP, ADA));
    return store
        .builds()
        .add(SampleBuilds.push(SampleBuilds.SHOP, GitRef.ofBranch(SampleBuilds.sha().hex())))
        .id();
  }

  private static long count(Key key) {
    return REAL.redis().<Long>call(commands -> commands.zcard(key.toString()));
  }
}
