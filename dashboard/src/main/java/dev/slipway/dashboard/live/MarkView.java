package dev.slipway.dashboard.live;

import dev.slipway.core.log.LogMark;
import java.util.Locale;

/**
 * The beginning or end of a group of lines as API and event stream tell it.
 *
 * @see LogMark
 */
public record MarkView(String kind, String id, String title, boolean open) {
  public static MarkView of(LogMark mark) {
    return new MarkView(
        mark.kind().name().toLowerCase(Locale.ROOT), mark.id(), mark.title(), mark.open());
  }
}
