package dev.slipway.deployer.target.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.deploy.Nodes;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Engine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The nodes of a Docker Swarm. */
public final class SwarmNodes implements Nodes {
  private static final long NANO_CPUS_PER_THOUSANDTH = 1_000_000;
  private static final int MOST_TRIES = 10;

  private final Swarm swarm;

  /** Those of the Swarm that the engine manages. */
  public SwarmNodes(Engine engine) {
    this.swarm = new Swarm(engine);
  }

  @Override
  public List<Node> list() throws TargetException {
    List<Task> running =
        swarm.allTasks().stream()
            .filter(task -> task.wanted() && task.state() != Task.State.ENDED)
            .toList();
    List<Node> nodes = new ArrayList<>();
    for (JsonNode json : swarm.nodes()) {
      nodes.add(node(json, running));
    }
    nodes.sort(Comparator.comparing(Node::name).thenComparing(Node::id));
    return nodes;
  }

  private static Node node(JsonNode json, List<Task> running) {
    String id = json.path("ID").asText();
    JsonNode description = json.path("Description");
    JsonNode resources = description.path("Resources");
    return new Node(
        id,
        description.path("Hostname").asText(),
        NodeAddresses.address(json),
        "manager".equals(json.path("Spec").path("Role").asText()),
        "ready".equals(json.path("Status").path("State").asText()),
        availability(json),
        description.path("Engine").path("EngineVersion").asText(),
        resources.path("NanoCPUs").asLong() / NANO_CPUS_PER_THOUSANDTH,
        resources.path("MemoryBytes").asLong(),
        Math.toIntExact(running.stream().filter(task -> task.node().equals(id)).count()));
  }

  private static Availability availability(JsonNode json) {
    String word = json.path("Spec").path("Availability").asText();
    return Availability.valueOf(word.toUpperCase(Locale.ROOT));
  }

  @Override
  public void drain(String node) throws TargetException {
    set(node, Availability.DRAIN);
  }

  @Override
  public void activate(String node) throws TargetException {
    set(node, Availability.ACTIVE);
  }

  private void set(String node, Availability wanted) throws TargetException {
    for (int tried = 1; ; tried++) {
      JsonNode found = find(node);
      if (availability(found) == wanted) {
        return;
      }
      ObjectNode spec = ((ObjectNode) found.path("Spec")).deepCopy();
      spec.put("Availability", wanted.name().toLowerCase(Locale.ROOT));
      long version = found.path("Version").path("Index").asLong();
      try {
        swarm.changeNode(found.path("ID").asText(), version, spec);
        return;
      } catch (TargetException e) {
        // Somebody else changed it at the same time; nodes also report on themselves.
        if (!e.getMessage().contains("out of sequence") || tried == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private JsonNode find(String node) throws TargetException {
    List<JsonNode> named = new ArrayList<>();
    for (JsonNode json : swarm.nodes()) {
      if (json.path("ID").asText().equals(node)) {
        return json;
      }
      if (json.path("Description").path("Hostname").asText().equals(node)) {
        named.add(json);
      }
    }
    if (named.size() == 1) {
      return named.getFirst();
    }
    throw new TargetException(
        named.isEmpty()
            ? "the Swarm has no node \"" + node + "\""
            : "the Swarm has " + named.size() + " nodes called \"" + node + "\"",
        named.isEmpty() ? "name one of those that `slipway nodes` lists" : "give its id instead",
        false,
        new IllegalArgumentException(node));
  }
}
