package dev.slipway.deployer.target.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One run of a container, as Swarm tells it; a container that is started again is another task.
 *
 * @param changedAt when it came to its state
 * @param container the engine's id; empty before there is one
 * @param wanted whether Swarm wants it to run
 * @param error why it ended; empty while all is well
 */
record Task(
    String id,
    String service,
    String node,
    Instant createdAt,
    Instant changedAt,
    State state,
    boolean wanted,
    String container,
    int exitCode,
    String error) {

  static Task of(JsonNode json) {
    JsonNode status = json.path("Status");
    JsonNode container = status.path("ContainerStatus");
    return new Task(
        json.path("ID").asText(),
        json.path("ServiceID").asText(),
        json.path("NodeID").asText(),
        Instant.parse(json.path("CreatedAt").asText()),
        Instant.parse(status.path("Timestamp").asText()),
        State.of(status.path("State").asText()),
        "running".equals(json.path("DesiredState").asText()),
        container.path("ContainerID").asText(),
        container.path("ExitCode").asInt(),
        status.path("Err").asText());
  }

  /** Whether its engine refused to run it, so that it never did. */
  boolean neverRan() {
    return state == State.ENDED && !error.isEmpty() && !error.startsWith("task: non-zero exit");
  }

  /** Whether its engine killed it for what the image's HEALTHCHECK said. */
  boolean wasUnhealthy() {
    return error.contains("unhealthy container");
  }

  /** How far it is. */
  enum State {
    /** It waits for a node, or for its image. */
    WAITING,
    /** Its processes run, and its HEALTHCHECK has not been content yet. */
    STARTING,
    RUNNING,
    ENDED;

    /**
     * From Swarm's word.
     *
     * @see <a
     *     href="https://docs.docker.com/engine/swarm/how-swarm-mode-works/swarm-task-states/">their
     *     meaning</a>
     */
    static State of(String word) {
      return switch (word) {
        case "starting" -> STARTING;
        case "running" -> RUNNING;
        case "complete", "failed", "shutdown", "rejected", "orphaned", "remove" -> ENDED;
        default -> WAITING;
      };
    }
  }
}
