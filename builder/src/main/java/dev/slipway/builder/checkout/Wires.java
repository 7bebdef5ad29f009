package dev.slipway.builder.checkout;

import dev.slipway.core.net.AddressPolicy;
import javax.net.ssl.SSLSocketFactory;

/** Makes the guarded connections of fetches. Safe for concurrent use. */
final class Wires {
  private final AddressPolicy policy;
  private final KnownHosts knownHosts;
  private final SSLSocketFactory sockets;

  Wires(AddressPolicy policy, KnownHosts knownHosts) {
    this.policy = policy;
    this.knownHosts = knownHosts;
    this.sockets = new GuardedTlsSockets((SSLSocketFactory) SSLSocketFactory.getDefault(), policy);
  }

  AddressPolicy policy() {
    return policy;
  }

  Wire to(CloneAddress address, FetchBudget budget) {
    return address.isSsh()
        ? new GuardedSsh(address, policy, knownHosts, budget)
        : http(address, budget);
  }

  GuardedHttp http(CloneAddress address, FetchBudget budget) {
    return new GuardedHttp(address, policy, sockets, budget);
  }
}
