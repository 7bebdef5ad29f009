package dev.slipway.store;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Deployment.Phase;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.ServiceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the hash {@link Key#DEPLOYMENT}. */
final class DeploymentRecord {
  private DeploymentRecord() {}

  /** From field and value in turn, as scripts answer; empty from nothing. */
  static Optional<Deployment> readFlat(DeploymentId id, List<@Nullable String> flat) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      fields.put(Objects.requireNonNull(flat.get(i)), Objects.requireNonNull(flat.get(i + 1)));
    }
    return read(id, fields);
  }

  static Optional<Deployment> read(DeploymentId id, Map<String, String> fields) {
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Deployment(
            id,
            new ServiceId(field(fields, "service")),
            Integer.parseInt(field(fields, "release")),
            ReleaseKind.valueOf(field(fields, "kind")),
            Instant.parse(field(fields, "created_at")),
            Integer.parseInt(field(fields, "attempt")),
            Json.read(field(fields, "state"), DeploymentState.class),
            phases(fields)));
  }

  private static List<Phase> phases(Map<String, String> fields) {
    List<Phase> phases = new ArrayList<>();
    for (int i = 1; i <= Integer.parseInt(field(fields, "phases")); i++) {
      phases.add(Json.read(field(fields, "phase" + i), Phase.class));
    }
    return phases;
  }

  private static String field(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }
}
