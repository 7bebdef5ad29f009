package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Amount;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Word;
import dev.slipway.config.shape.Unit;
import dev.slipway.config.yaml.Fields;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code steps} key: commands in containers, before the images are built. */
final class StepsSection {
  static final String KEY = "steps";

  static final int MOST_STEPS = 100;
  private static final int MOST_COMMANDS = 200;
  private static final int MOST_CACHES = 20;

  private static final Section STEP =
      Section.of(
          "step",
          Key.of("name", "Shown to people, and what `depends_on` calls it by.", Text.of(Names.STEP))
              .needed()
              .like("name: test"),
          Key.of("image", "The image that the commands run in.", Text.of(Names.IMAGE))
              .needed()
              .like("image: node:22"),
          Key.of(
                  "commands",
                  "Run one after the other by a shell until one fails; without them the image runs"
                      + " what it starts by itself.",
                  Either.listOr(Text.VERBATIM, 1, MOST_COMMANDS))
              .like("commands: [make test]"),
          Key.of("env", "Variables of the container, beside the file's own.", ContainerKeys.ENV),
          Key.of(
                  "cache",
                  "Folders in the container that are kept for the next build of the branch.",
                  Either.listOr(Text.of(Names.MOUNT), 0, MOST_CACHES))
              .like("cache: [/root/.m2]"),
          Key.of("resources", "Limits of the container.", ContainerKeys.RESOURCES)
              .like("resources: { cpus: 2, memory: 2G }"),
          Key.of(
                  "depends_on",
                  "Steps that end first; the one above, if not said; `[]` starts it at once.",
                  Either.listOr(Text.of(Names.STEP), 0, MOST_STEPS))
              .like("depends_on: [test]"),
          Key.of(
                  "failure",
                  "`ignore` lets the build go on when the step fails.",
                  new Word("answer to a failure", List.of("ignore")))
              .like("failure: ignore"),
          Key.of("timeout", "How long the step may take.", new Amount(Unit.TIME))
              .like("timeout: 10m"),
          Key.of("silence_timeout", "How long the step may print nothing.", new Amount(Unit.TIME))
              .like("silence_timeout: 5m"));

  static final Shape SHAPE = new Items(STEP, 1, MOST_STEPS);

  private final ContainerKeys container;
  private final Map<String, EnvValue> shared;

  /**
   * @param shared variables of the whole file; a step's own win
   */
  StepsSection(ContainerKeys container, Map<String, EnvValue> shared) {
    this.container = container;
    this.shared = shared;
  }

  List<Step> read(Fields file) {
    List<Step> steps = new ArrayList<>();
    String above = null;
    for (Fields fields : file.mappings(KEY)) {
      Step step = step(fields, above);
      steps.add(step);
      above = step.name();
    }
    return steps;
  }

  private Step step(Fields fields, @Nullable String above) {
    Map<String, EnvValue> env = new LinkedHashMap<>(shared);
    env.putAll(container.env(fields));
    return new Step(
        fields.text("name").orElse(""),
        fields.text("image").orElse(""),
        fields.texts("commands"),
        env,
        fields.texts("cache").stream().distinct().toList(),
        container.resources(fields),
        dependsOn(fields, above),
        fields.text("failure").isPresent(),
        fields.duration("timeout").orElse(null),
        fields.duration("silence_timeout").orElse(null));
  }

  private static Set<String> dependsOn(Fields fields, @Nullable String above) {
    if (fields.value("depends_on").isPresent()) {
      return new LinkedHashSet<>(fields.texts("depends_on"));
    }
    return above == null ? Set.of() : Set.of(above);
  }
}
