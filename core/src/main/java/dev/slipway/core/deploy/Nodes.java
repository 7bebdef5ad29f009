package dev.slipway.core.deploy;

import java.util.List;

/** The machines that a cluster is made of. Safe for concurrent use; every call can be repeated. */
public interface Nodes {
  /** All of them, by name. */
  List<Node> list() throws TargetException;

  /**
   * Has the cluster start what runs there on other nodes, and nothing new on this one. The old
   * containers end first, so that a service with a single container is away for a moment.
   *
   * @param node its id or its name
   * @throws TargetException when there is no such node, or several have that name
   */
  void drain(String node) throws TargetException;

  /** Lets containers be started there; those that moved away stay where they are. */
  void activate(String node) throws TargetException;

  /**
   * A machine.
   *
   * @param address where its published ports are reached
   * @param manager whether it takes part in deciding for the cluster
   * @param ready whether the cluster hears of it
   * @param cpus in thousandths of a core
   * @param memory in bytes
   * @param containers of all installations that are meant to run there
   */
  record Node(
      String id,
      String name,
      String address,
      boolean manager,
      boolean ready,
      Availability availability,
      String version,
      long cpus,
      long memory,
      int containers) {}

  /** What may run on a node. */
  enum Availability {
    /** Whatever fits. */
    ACTIVE,
    /** What runs there, and nothing new. */
    PAUSE,
    /** Nothing. */
    DRAIN
  }
}
