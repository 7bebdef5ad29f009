package dev.slipway.core.deploy;

import java.time.Instant;

/**
 * Why a service takes no pushes, or no requests, for a while.
 *
 * @param because one sentence
 * @param by who or what decided it
 */
public record Pause(String because, String by, Instant since) {}
