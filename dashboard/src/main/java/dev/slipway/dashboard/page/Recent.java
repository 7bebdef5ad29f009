package dev.slipway.dashboard.page;

import java.time.Instant;

/**
 * Something that ended.
 *
 * @param word its status
 * @param about what it was, in some words
 */
public record Recent(String word, String title, String link, String about, Instant at) {}
