package dev.slipway.dashboard.page;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody has to look at.
 *
 * @param word for its icon, as statuses are called
 * @param link where one does something about it
 * @param why one sentence
 * @param since null where that is not known
 */
public record Need(String word, String title, String link, String why, @Nullable Instant since) {}
