package dev.slipway.dashboard.api;

import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.retention.RetentionRule;
import dev.slipway.core.retention.RetentionRule.Keep;
import dev.slipway.core.sync.SyncRule.Trigger;
import dev.slipway.core.sync.SyncSyntax;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads what a caller says about a rule of retention, each value checked. */
final class RetentionRuleForm {
  private static final int LONGEST_LIST = 64;
  private static final Set<String> NAMES =
      Set.of(
          "repository",
          "newest",
          "younger_than",
          "deployed_within",
          "tags",
          "gc",
          "schedule",
          "zone",
          "csrf");

  private RetentionRuleForm() {}

  /** What is left out keeps nothing; ends the call when anything is wrong. */
  static RetentionRule read(String repository, SyncSyntax syntax, Fields fields) {
    fields.allow(NAMES);
    String named = fields.text("repository");
    if (named != null && !named.equals(repository)) {
      fields.problem("repository", "is not the one of the address", "leave it out");
    }
    Integer newest = fields.positive("newest");
    Duration young = fields.parsed("younger_than", Ages::parse);
    Duration deployed = fields.parsed("deployed_within", Ages::parse);
    List<Glob> tags = fields.parsedAll("tags", Glob::new);
    if (tags != null && tags.size() > LONGEST_LIST) {
      fields.problem("tags", "has too many entries", LONGEST_LIST + " are the most");
    }
    boolean cleans = fields.flag("gc", true);
    String cron = fields.parsed("schedule", syntax::cron);
    ZoneId zone = fields.parsed("zone", RetentionRuleForm::zone);
    fields.check();
    Keep keep =
        new Keep(
            newest == null ? 0 : newest,
            Objects.requireNonNullElse(young, Duration.ZERO),
            Objects.requireNonNullElse(deployed, Duration.ZERO),
            Objects.requireNonNullElse(tags, List.of()));
    Trigger schedule =
        new Trigger(
            Objects.requireNonNullElse(cron, ""),
            Objects.requireNonNullElse(zone, Trigger.BY_HAND.zone()),
            false);
    try {
      return new RetentionRule(repository, keep, cleans, schedule);
    } catch (InvalidValueException e) {
      throw ProblemException.invalid("", String.valueOf(e.getMessage()), "");
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException _) {
      throw new InvalidValueException(
          "\"" + text + "\" is no time zone; write one such as Europe/Berlin, or UTC");
    }
  }
}
