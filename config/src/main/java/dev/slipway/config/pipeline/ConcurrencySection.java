package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Form;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Truth;
import dev.slipway.config.yaml.Fields;
import dev.slipway.core.pipeline.Concurrency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code concurrency} key: the name of a group, or a map. */
final class ConcurrencySection {
  static final String KEY = "concurrency";

  private static final String GROUP = "group";

  private static final Text NAME =
      new Text(Form.loose("a name", 255, "[^\\x00-\\x1f\\x7f]*", "holds control characters"), true);

  private static final Section MAP =
      Section.of(
          "concurrency",
          Key.of(GROUP, "Builds of one group run one at a time.", NAME)
              .needed()
              .like("group: \"${BRANCH}\""),
          Key.of(
                  "cancel_in_progress",
                  "Whether a newer build stops the one that runs, instead of waiting for it.",
                  Truth.EITHER)
              .like("cancel_in_progress: true"));

  static final Shape SHAPE = Either.of(NAME, MAP);

  private final Variables variables;

  ConcurrencySection(Variables variables) {
    this.variables = variables;
  }

  /** Null where there is none, and where the group's variables stand for nothing. */
  @Nullable Concurrency read(Fields file) {
    Optional<Fields> map = file.mapping(KEY);
    String written = map.isPresent() ? map.get().text(GROUP).orElse("") : file.text(KEY).orElse("");
    String group = variables.replace(written).strip();
    return group.isEmpty()
        ? null
        : new Concurrency(group, map.flatMap(m -> m.truth("cancel_in_progress")).orElse(false));
  }
}
