package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A webhook as it was installed.
 *
 * @param json what the forge lists of it, without the secret
 */
public record FakeHook(String id, String url, String secret, ObjectNode json) {
  @Override
  public String toString() {
    return "FakeHook(" + id + ", " + url + ")";
  }
}
