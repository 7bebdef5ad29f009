package dev.slipway.config.pipeline;

import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.core.pipeline.ImageBuild;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** No two of steps, side services and images may share a name: logs and reports go by it. */
final class UniqueNames {
  private final Map<String, String> taken = new HashMap<>();
  private final Problems problems;

  UniqueNames(Problems problems) {
    this.problems = problems;
  }

  void check(Fields file, List<ImageBuild> builds) {
    written(file, BuildSection.KEY, "an image");
    builds.forEach(build -> taken.putIfAbsent(build.name(), "an image"));
    written(file, StepsSection.KEY, "a step");
    written(file, ServicesSection.KEY, "a service");
  }

  private void written(Fields file, String key, String kind) {
    for (Fields fields : file.mappings(key)) {
      fields
          .text("name")
          .ifPresent(name -> {
            String holder = taken.putIfAbsent(name, kind);
            if (holder != null) {
              problems.add(
                  fields.path("name"),
                  fields.at("name"),
                  holder + " is called " + Problems.quoted(name) + " already",
                  "steps, services and images have names of their own; rename one");
            }
          });
    }
  }
}
