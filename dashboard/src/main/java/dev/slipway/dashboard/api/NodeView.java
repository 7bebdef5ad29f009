package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Nodes.Node;
import java.util.Locale;

/**
 * A machine of a cluster as the API tells it.
 *
 * @param availability {@code active}, {@code pause} or {@code drain}
 * @param cpus in thousandths of a core
 * @param memory in bytes
 * @param containers of all installations that are meant to run there
 */
record NodeView(
    String id,
    String name,
    String address,
    boolean manager,
    boolean ready,
    String availability,
    String version,
    long cpus,
    long memory,
    int containers) {
  static NodeView of(Node node) {
    return new NodeView(
        node.id(),
        node.name(),
        node.address(),
        node.manager(),
        node.ready(),
        node.availability().name().toLowerCase(Locale.ROOT),
        node.version(),
        node.cpus(),
        node.memory(),
        node.containers());
  }
}
