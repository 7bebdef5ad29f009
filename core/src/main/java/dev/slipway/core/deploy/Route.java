package dev.slipway.core.deploy;

import java.util.List;

/**
 * Where the edge sends requests for some hosts.
 *
 * @param hosts lower-case host names without port
 * @param release number of the release behind it, told to nobody but logs and counters
 * @param instances share the requests evenly; never empty
 * @param version grows with every published route of any service; 0 before publishing
 */
public record Route(
    ServiceId service, List<String> hosts, int release, List<Instance> instances, long version) {
  public Route {
    hosts = List.copyOf(hosts);
    instances = List.copyOf(instances);
  }
}
