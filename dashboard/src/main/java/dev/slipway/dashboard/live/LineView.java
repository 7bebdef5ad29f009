package dev.slipway.dashboard.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.core.log.ErrorLine;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.LogMark;
import dev.slipway.core.log.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * A log line as API and event stream tell it.
 *
 * @param n its number
 * @param t milliseconds since the start of the attempt
 * @param mark where it begins or ends a group; absent on all others
 * @param error whether it reports an error; absent where it does not
 */
public record LineView(
    long n,
    long t,
    String step,
    String text,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MarkView mark,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean error) {
  public static LineView of(LogLine line) {
    LogMark mark = LogMark.of(line.text());
    return new LineView(
        line.number(),
        line.millis(),
        line.step(),
        line.text(),
        mark == null ? null : MarkView.of(mark),
        mark == null && ErrorLine.is(PlainText.of(line.text())));
  }
}
