package dev.slipway.webhook;

import dev.slipway.core.delivery.Delivery;
import dev.slipway.webhook.dialect.Dialects;
import dev.slipway.webhook.dialect.ForgeEvent;
import dev.slipway.webhook.dialect.ReceivedRequest;
import dev.slipway.webhook.dialect.UnreadableException;
import java.util.List;

/** Reads from a kept delivery what happened, as it was read when it came. */
final class ReadAgain {
  private ReadAgain() {}

  static Undecided of(Delivery draft) throws UnreadableException {
    if (FoundChange.isIn(draft)) {
      return new Undecided(draft, List.of(FoundChange.read(draft.body())), true);
    }
    ReceivedRequest request =
        new ReceivedRequest(draft.forge(), draft.repositoryId(), draft.headers(), draft.body());
    ForgeEvent event = Dialects.of(draft.forge()).read(request);
    return new Undecided(draft, event.changes(), false);
  }

  /** The same; where it cannot be read any more, without changes and with a note that says so. */
  static Undecided orNote(Delivery draft) {
    try {
      return of(draft);
    } catch (UnreadableException e) {
      return new Undecided(Undecided.with(draft, List.of(), e.reason()), List.of(), false);
    }
  }
}
