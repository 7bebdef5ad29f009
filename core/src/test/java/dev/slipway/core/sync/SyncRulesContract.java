package dev.slipway.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Glob;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of rules does. */
public abstract class SyncRulesContract {
  private static final SyncRule WHOLE =
      new SyncRule(
          new SyncRuleId("syn_1"),
          "docker.io/library/redis",
          "127.0.0.1:5000/mirror/redis",
          new SyncRule.Tags(List.of(new Glob("7*")), "[0-9.]+", ">=7 <9", 5),
          new SyncRule.Options(
              Set.of("linux/amd64"), true, "before-${TAG}", List.of(new Glob("v*")), true),
          new SyncRule.Trigger("0 3 * * *", ZoneId.of("Europe/Berlin"), true));

  /** An empty store. */
  protected abstract SyncRules rules();

  @Test
  protected void aRuleIsKeptWithAllThatItSays() {
    rules().put(WHOLE);

    assertThat(rules().find(WHOLE.id())).contains(WHOLE);
    assertThat(rules().find(new SyncRuleId("syn_other"))).isEmpty();
  }

  @Test
  protected void aRuleIsReplacedAndForgotten() {
    SyncRule second =
        new SyncRule(
            new SyncRuleId("syn_2"),
            "r.example.com/a",
            "r.example.com/b",
            SyncRule.Tags.ALL,
            SyncRule.Options.USUAL,
            SyncRule.Trigger.BY_HAND);
    SyncRule changed =
        new SyncRule(
            WHOLE.id(),
            WHOLE.from(),
            "r.example.com/c",
            WHOLE.tags(),
            WHOLE.options(),
            WHOLE.trigger());
    rules().put(second);
    rules().put(WHOLE);
    rules().put(changed);

    assertThat(rules().all()).containsExactly(changed, second);
    assertThat(rules().remove(WHOLE.id())).isTrue();
    assertThat(rules().remove(WHOLE.id())).isFalse();
    assertThat(rules().all()).containsExactly(second);
  }
}
