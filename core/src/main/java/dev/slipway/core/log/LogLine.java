package dev.slipway.core.log;

/**
 * One line of a build's log.
 *
 * @param number counts from 1 over the whole build, all attempts; also its id in the event stream
 * @param millis since the start of the attempt
 * @param text without the line break; may hold ANSI colours
 */
public record LogLine(long number, long millis, String step, String text) {}
