package dev.slipway.config.pipeline;

import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.core.pipeline.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether steps can be brought into an order: each waits for steps that there are and that end. */
final class StepOrder {
  private static final String KEY = "depends_on";

  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Set<String> ending = new HashSet<>();
  private final Problems problems;

  StepOrder(List<Step> steps, Problems problems) {
    steps.forEach(step -> this.steps.putIfAbsent(step.name(), step));
    this.problems = problems;
  }

  /** Notes names that no step has, and each circle of steps once. */
  void check(Fields file) {
    if (steps.size() > StepsSection.MOST_STEPS) {
      return; // refused already, and not worth the time
    }
    Map<String, Fields> written = new HashMap<>();
    for (Fields fields : file.mappings(StepsSection.KEY)) {
      fields.text("name").ifPresent(name -> written.putIfAbsent(name, fields));
      fields.items(KEY).stream()
          .filter(item -> !steps.containsKey(item.text()))
          .forEach(item ->
              problems.unknown(item.path(), item.at(), "step", item.text(), steps.keySet()));
    }
    for (Step step : steps.values()) {
      Optional<List<String>> circle = circle(step, new ArrayList<>());
      circle
          .flatMap(names -> Optional.ofNullable(written.get(names.getFirst())))
          .ifPresent(first -> tell(circle.orElseThrow(), first));
    }
  }

  private void tell(List<String> circle, Fields first) {
    String names = String.join(", ", circle);
    problems.add(
        first.path(KEY),
        first.at(KEY),
        circle.size() == 1
            ? "the step " + names + " waits for itself"
            : "these steps wait for each other: " + names,
        "take one of them out of " + KEY + "; without it a step waits for the one above");
  }

  /** The steps that lead back to a step on the way; each step is gone through once. */
  private Optional<List<String>> circle(Step step, List<String> way) {
    int before = way.indexOf(step.name());
    if (before >= 0) {
      List<String> circle = List.copyOf(way.subList(before, way.size()));
      ending.addAll(circle);
      return Optional.of(circle);
    }
    if (ending.contains(step.name())) {
      return Optional.empty();
    }
    way.add(step.name());
    for (String name : step.dependsOn()) {
      Step next = steps.get(name);
      Optional<List<String>> circle = next == null ? Optional.empty() : circle(next, way);
      if (circle.isPresent()) {
        return circle;
      }
    }
    way.removeLast();
    ending.add(step.name());
    return Optional.empty();
  }
}
