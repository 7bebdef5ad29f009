package dev.slipway.dashboard;

import dev.slipway.core.retention.RetentionPlanner;
import java.time.Instant;
import java.util.List;

/** A registry of which a rule keeps one image and lets one go. */
final class StageRetention implements RetentionPlanner {
  @Override
  public Plan plan(String scope) {
    Instant created = Instant.parse("2026-01-02T03:04:05Z");
    return new Plan(
        List.of(
            new RepositoryPlan(
                "acme/shop",
                "*",
                List.of(
                    new Image("sha256:1", List.of("v2"), created, "one of the newest 1", 100),
                    new Image("sha256:2", List.of("v1"), null, "", 70)))),
        70,
        true,
        List.of());
  }
}
