package dev.slipway.store;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.deploy.DeploymentId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hash that a build is kept in; see {@link Key#BUILD}. */
final class BuildRecord {
  private BuildRecord() {}

  /** Reads a script's answer, names and values in turn; nothing where it is empty. */
  static Optional<Build> ofAnswer(List<@Nullable String> namesAndValues) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
      String name = namesAndValues.get(i);
      String value = namesAndValues.get(i + 1);
      if (name != null && value != null) {
        fields.put(name, value);
      }
    }
    return read(fields);
  }

  static Optional<Build> read(Map<String, String> fields) {
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Build(
            Json.read(field(fields, "request"), NewBuild.class),
            Long.parseLong(field(fields, "number")),
            Long.parseLong(field(fields, "revision")),
            Json.read(field(fields, "state"), BuildState.class),
            Json.readList(field(fields, "steps"), StepReport.class),
            Json.readList(field(fields, "deployments"), DeploymentId.class)));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("the record of a build in Redis has no field " + name);
    }
    return value;
  }
}
