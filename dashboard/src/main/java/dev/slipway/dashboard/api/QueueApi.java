package dev.slipway.dashboard.api;

import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.time.Clock;

/** Who waits for what. Safe for concurrent use. */
public final class QueueApi {
  private final Records records;
  private final Clock clock;

  public QueueApi(Records records, Clock clock) {
    this.records = records;
    this.clock = clock;
  }

  public Answer get(Call call) {
    return Answer.json(200, QueueView.of(standing(call)));
  }

  /** The queue as the caller may see it. */
  public QueueStanding standing(Call call) {
    return QueueStanding.read(records, call.caller().principal(), clock.instant());
  }
}
