package dev.slipway.core.event;

import java.time.Instant;

/**
 * Something changed; whoever is interested reads the record.
 *
 * @param id grows with every event
 * @param type {@code repository}, {@code delivery}, {@code build}, {@code deployment}, {@code
 *     service}, {@code route} or {@code sync_run}
 * @param subject the id of the record
 * @param status its state's word, where it has one
 */
public record Event(String id, String type, String subject, String status, Instant at) {}
