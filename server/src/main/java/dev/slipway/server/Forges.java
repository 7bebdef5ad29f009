package dev.slipway.server;

import dev.slipway.core.net.AddressPolicy;
import dev.slipway.webhook.forge.ForgeApis;
import dev.slipway.webhook.forge.ForgeOnboarding;
import java.net.URI;
import java.time.Clock;

/** The ways to the forges' APIs. */
record Forges(ForgeApis apis, ForgeOnboarding onboarding) implements AutoCloseable {
  static Forges of(Store store, AddressPolicy policy, URI publicUrl, Clock clock) {
    ForgeApis apis = new ForgeApis(policy, clock);
    return new Forges(
        apis, new ForgeOnboarding(store.accounts(), store.repositories(), apis, publicUrl, clock));
  }

  @Override
  public void close() {
    apis.close();
  }
}
