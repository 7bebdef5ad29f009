package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Word;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.core.NameFilter;
import dev.slipway.core.pipeline.When;
import dev.slipway.core.pipeline.When.Event;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The top-level {@code when} key: a map of conditions, or a list of such maps. */
final class WhenSection {
  static final String KEY = "when";

  private static final int MOST_ENTRIES = 50;
  private static final List<String> EVENTS = Arrays.stream(Event.values()).map(Event::id).toList();

  private static final Section ENTRY =
      Section.of(
              "conditions",
              Key.of(
                  "event",
                  "What happened: push, tag, pull_request or manual.",
                  Either.listOr(new Word("event", EVENTS), 1, EVENTS.size())),
              Key.of(
                  "branch",
                  "The pushed branch, or the branch that a pull request goes to.",
                  Patterns.BRANCH),
              Key.of("ref", "The full ref, as in refs/tags/v1.", Patterns.REF),
              Key.of("path", "At least one changed path.", Patterns.PATH))
          .never("there is no condition", "name event, branch, ref or path");

  static final Shape SHAPE = Either.listOr(ENTRY, 1, MOST_ENTRIES);

  private final Patterns patterns;
  private final Problems problems;

  WhenSection(Patterns patterns, Problems problems) {
    this.patterns = patterns;
    this.problems = problems;
  }

  List<When> read(Fields file) {
    return file.mappings(KEY).stream().map(this::entry).toList();
  }

  private When entry(Fields fields) {
    When entry =
        new When(
            events(fields),
            patterns.filter(fields, "branch"),
            patterns.filter(fields, "ref"),
            patterns.filter(fields, "path"));
    if (entry.events().equals(Set.of(Event.TAG)) && !entry.branch().equals(NameFilter.ALL)) {
      problems.add(
          fields.path("branch"),
          fields.at("branch"),
          "a tag is on no branch, so that this never holds",
          "choose tags by `ref`");
    }
    return entry;
  }

  private static Set<Event> events(Fields fields) {
    Set<Event> events = EnumSet.noneOf(Event.class);
    fields.texts("event").forEach(text -> Event.of(text).ifPresent(events::add));
    return events;
  }
}
