package dev.slipway.webhook.forge.testing;

/** A comment on a pull request; the version counts its changes from 0. */
public record FakeComment(int id, String authorId, String body, int version) {}
