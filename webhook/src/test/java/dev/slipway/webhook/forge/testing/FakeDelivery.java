package dev.slipway.webhook.forge.testing;

/** An attempt to deliver an event, as GitHub lists it; newest first. */
public record FakeDelivery(long id, String guid, int statusCode, String deliveredAt) {}
