package dev.slipway.deployer.target.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service of Swarm's, which is one container of ours.
 *
 * @param version that a change must name, so that two at a time are noticed
 * @param spec all that it was created with
 */
record SwarmService(String id, long version, Instant createdAt, ObjectNode spec) {
  /** Set once its trial is over; on the service, where a change starts nothing anew. */
  static final String KEPT = "dev.slipway.kept";

  static SwarmService of(JsonNode json) {
    return new SwarmService(
        json.path("ID").asText(),
        json.path("Version").path("Index").asLong(),
        Instant.parse(json.path("CreatedAt").asText()),
        (ObjectNode) json.path("Spec"));
  }

  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    spec.path("Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  String name() {
    return spec.path("Name").asText();
  }

  String image() {
    return spec.path("TaskTemplate").path("ContainerSpec").path("Image").asText();
  }

  /** From SIGTERM to SIGKILL. */
  Duration grace() {
    return Duration.ofNanos(
        spec.path("TaskTemplate").path("ContainerSpec").path("StopGracePeriod").asLong());
  }

  boolean kept() {
    return labels().containsKey(KEPT);
  }

  boolean halted() {
    return spec.path("Mode").path("Replicated").path("Replicas").asInt() == 0;
  }

  ObjectNode withReplicas(int replicas) {
    ObjectNode changed = spec.deepCopy();
    changed.withObject("/Mode/Replicated").put("Replicas", replicas);
    return changed;
  }

  ObjectNode asKept() {
    ObjectNode changed = spec.deepCopy();
    changed.withObject("/Labels").put(KEPT, "true");
    return changed;
  }
}
