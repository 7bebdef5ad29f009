package dev.slipway.config.shape;

/**
 * What is wrong with a text.
 *
 * @param hint what to write instead; may be empty
 */
public record Complaint(String message, String hint) {}
