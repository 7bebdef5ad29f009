package dev.slipway.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.retention.RetentionRule.Keep;
import dev.slipway.core.sync.SyncRule.Trigger;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of rules does. */
public abstract class RetentionRulesContract {
  private static final RetentionRule SHOP =
      new RetentionRule(
          "acme/shop",
          new Keep(10, Duration.ofDays(7), Duration.ofDays(30), List.of(new Glob("v*"))),
          true,
          new Trigger("0 4 * * *", ZoneId.of("Europe/Berlin"), false));
  private static final RetentionRule OTHERS =
      new RetentionRule(
          RetentionRule.ALL_OTHERS,
          new Keep(3, Duration.ZERO, Duration.ZERO, List.of()),
          false,
          Trigger.BY_HAND);

  /** An empty store. */
  protected abstract RetentionRules rules();

  @Test
  protected void aRuleIsKeptReplacedAndForgotten() {
    rules().put(SHOP);
    assertThat(rules().find("acme/shop")).contains(SHOP);
    RetentionRule changed = new RetentionRule("acme/shop", OTHERS.keep(), true, Trigger.BY_HAND);

    rules().put(changed);
    rules().put(OTHERS);

    assertThat(rules().all()).containsExactly(OTHERS, changed);
    assertThat(rules().remove("acme/shop")).isTrue();
    assertThat(rules().remove("acme/shop")).isFalse();
    assertThat(rules().all()).containsExactly(OTHERS);
  }

  @Test
  protected void aRepositoryWithoutARuleOfItsOwnHasThatForAllOthers() {
    assertThat(rules().holdingFor("acme/shop")).isEmpty();
    rules().put(OTHERS);
    assertThat(rules().holdingFor("acme/shop")).contains(OTHERS);
    rules().put(SHOP);
    assertThat(rules().holdingFor("acme/shop")).contains(SHOP);
  }

  @Test
  protected void aRuleThatKeepsNothingIsNone() {
    assertThatThrownBy(() -> new RetentionRule("a", Keep.NOTHING, true, Trigger.BY_HAND))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("has to keep something");
    assertThatThrownBy(() -> new RetentionRule("A b", SHOP.keep(), true, Trigger.BY_HAND))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("no repository");
  }
}
