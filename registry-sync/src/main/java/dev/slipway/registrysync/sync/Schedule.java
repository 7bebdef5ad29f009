package dev.slipway.registrysync.sync;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.sync.SyncRule;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Times at which a rule is to be followed, as crontab writes them. */
public final class Schedule {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private Schedule() {}

  /**
   * The first time after a moment; empty where the rule has no schedule.
   *
   * @throws InvalidValueException when it is none
   */
  public static Optional<Instant> next(SyncRule.Trigger trigger, Instant after) {
    if (trigger.cron().isEmpty()) {
      return Optional.empty();
    }
    try {
      return ExecutionTime.forCron(PARSER.parse(trigger.cron()))
          .nextExecution(after.atZone(trigger.zone()))
          .map(ZonedDateTime::toInstant);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          "\"" + trigger.cron() + "\" is no schedule; write five fields such as 0 3 * * *");
    }
  }
}
