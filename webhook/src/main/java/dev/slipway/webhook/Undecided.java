package dev.slipway.webhook;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.GitRef;
import java.util.List;

/**
 * A delivery that is proved and read, before anything is decided.
 *
 * @param draft the delivery without its changes
 * @param found whether Slipway found the changes itself instead of being told
 */
record Undecided(Delivery draft, List<Change> changes, boolean found) {
  Undecided {
    changes = List.copyOf(changes);
  }

  List<GitRef> refs() {
    return changes.stream().map(Change::ref).distinct().toList();
  }

  Delivery decided(List<DecidedChange> decided) {
    return with(draft, decided, draft.note());
  }

  /** The same delivery with other changes and another note. */
  static Delivery with(Delivery draft, List<DecidedChange> decided, String note) {
    return new Delivery(
        draft.id(),
        draft.forge(),
        draft.repositoryId(),
        draft.repository(),
        draft.forgeDeliveryId(),
        draft.event(),
        draft.receivedAt(),
        draft.headers(),
        draft.body(),
        draft.proof(),
        draft.replayOf(),
        decided,
        note);
  }
}
