package dev.slipway.core.access;

/** Who is calling. */
public record Principal(String name) {}
