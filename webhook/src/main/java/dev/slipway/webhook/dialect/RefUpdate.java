package dev.slipway.webhook.dialect;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a push did to refs, whatever the forge. */
final class RefUpdate {
  private static final int LONGEST_NOTE = 1000;

  private RefUpdate() {}

  /** A ref was made, or moved to another commit. */
  static ForgeEvent moved(
      String event, GitRef ref, @Nullable CommitSha before, Supplier<Commit> head) {
    if (ref.tag().isPresent()) {
      return ForgeEvent.of(event, new Change.Tag(ref, head.get()));
    }
    return ref.branch().isPresent()
        ? ForgeEvent.of(event, new Change.Push(ref, head.get(), before))
        : neither(event, ref);
  }

  /** A ref is gone. */
  static ForgeEvent deleted(String event, GitRef ref, @Nullable CommitSha before) {
    return ref.tag().isPresent() || ref.branch().isPresent()
        ? ForgeEvent.of(event, new Change.RefDeleted(ref, before))
        : neither(event, ref);
  }

  private static ForgeEvent neither(String event, GitRef ref) {
    return ForgeEvent.nothing(
        event, ref + " is neither a branch nor a tag, and only those are built");
  }

  /**
   * Reads a delivery that tells of several refs, or of none. A ref that cannot be read does not
   * cost the others their builds; it is noted.
   *
   * @throws InvalidValueException when none can be read
   */
  static ForgeEvent all(String event, List<Fields> updates, Function<Fields, ForgeEvent> reader) {
    if (updates.isEmpty()) {
      return ForgeEvent.nothing(event, "a push that changed no refs");
    }
    List<Change> changes = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    InvalidValueException trouble = null;
    for (Fields update : updates) {
      try {
        ForgeEvent read = reader.apply(update);
        changes.addAll(read.changes());
        notes.add(read.note());
      } catch (InvalidValueException e) {
        trouble = trouble == null ? e : trouble;
        notes.add("one ref was passed over: " + e.getMessage());
      }
    }
    if (trouble != null && changes.isEmpty()) {
      throw trouble;
    }
    notes.removeIf(String::isEmpty);
    return new ForgeEvent(event, changes, Fields.cut(String.join("; ", notes), LONGEST_NOTE));
  }
}
