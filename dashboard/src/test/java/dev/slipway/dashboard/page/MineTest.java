package dev.slipway.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MineTest {
  @Test
  void aBuildIsTheirsWhoAskedForItOrWroteItsCommit() {
    assertThat(Mine.is("ada", build("ada", "Grace Hopper"))).isTrue();
    assertThat(Mine.is("ada.lovelace", build("slipway", "Ada Lovelace"))).isTrue();
    assertThat(Mine.is("Jörg-7", build("x", "jörg 7"))).isTrue();
  }

  @Test
  void othersAreNotTakenForThem() {
    assertThat(Mine.is("ada", build("grace", "Ada Lovelace"))).isFalse();
    assertThat(Mine.is("", build("", ""))).isFalse();
    assertThat(Mine.is("-", build("--", "."))).as("nothing is left of these names").isFalse();
  }

  private static NewBuild build(String by, String author) {
    return new NewBuild(
        new BuildId("bld_1"),
        new RepositoryId("rep_1"),
        new RepositoryName("acme/shop"),
        Trigger.PUSH,
        GitRef.ofBranch("main"),
        new Commit(new CommitSha("ab".repeat(20)), author, "Start"),
        null,
        null,
        by,
        null,
        Instant.EPOCH);
  }
}
