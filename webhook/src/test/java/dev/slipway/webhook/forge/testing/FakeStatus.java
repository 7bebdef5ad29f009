package dev.slipway.webhook.forge.testing;

/** A commit status as it arrived, in the forge's own words. */
public record FakeStatus(
    String sha, String context, String state, String description, String target) {}
