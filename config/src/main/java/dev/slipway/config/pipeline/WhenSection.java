package dev.slipway.config.pipeline;

import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.NameFilter;
import dev.slipway.core.pipeline.When;
import dev.slipway.core.pipeline.When.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The top-level {@code when} key: a map of conditions, or a list of such maps. */
final class WhenSection {
  private static final String KEY = "when";

  /** Each is held against each changed path, and the file may be a stranger's. */
  private static final int MOST_PATTERNS = 100;

  private final Problems problems;
  private int patterns;

  WhenSection(Problems problems) {
    this.problems = problems;
  }

  List<When> read(Fields file) {
    Optional<Yaml> value = file.value(KEY);
    if (value.isEmpty()) {
      return List.of();
    }
    return switch (value.get()) {
      case Yaml.Scalar _ -> {
        file.problem(KEY, "expected a map or a list of maps", "write `when: { branch: main }`");
        yield List.of();
      }
      case Yaml.Mapping map -> List.of(entry(map, KEY));
      case Yaml.Sequence list -> entries(file, list);
    };
  }

  private List<When> entries(Fields file, Yaml.Sequence list) {
    if (list.items().isEmpty()) {
      file.problem(KEY, "the list is empty", "leave `when` out to build everything");
    }
    List<When> entries = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      String path = KEY + "[" + i + "]";
      Yaml item = list.items().get(i);
      if (item instanceof Yaml.Mapping map) {
        entries.add(entry(map, path));
      } else {
        problems.add(
            path, item.at(), "expected a map, found " + item.kind(), "write `- event: push`");
      }
    }
    return entries;
  }

  private When entry(Yaml.Mapping map, String path) {
    Fields fields = new Fields(map, path, problems);
    if (map.entries().values().stream().allMatch(WhenSection::isNull)) {
      problems.add(path, map.at(), "there is no condition", "name event, branch, ref or path");
    }
    When entry =
        new When(
            events(fields),
            filter(fields, "branch"),
            filter(fields, "ref"),
            filter(fields, "path"));
    if (entry.events().equals(Set.of(Event.TAG)) && !entry.branch().equals(NameFilter.ALL)) {
      fields.problem(
          "branch", "a tag is on no branch, so that this never holds", "choose tags by `ref`");
    }
    fields.finish();
    return entry;
  }

  private static boolean isNull(Yaml.Entry entry) {
    return entry.value() instanceof Yaml.Scalar scalar && scalar.isNull();
  }

  private Set<Event> events(Fields fields) {
    Set<Event> events = EnumSet.noneOf(Event.class);
    for (Yaml item : items(fields, "event")) {
      String path = fields.path("event");
      if (item instanceof Yaml.Scalar(String text, _, _)) {
        Event.of(text)
            .ifPresentOrElse(
                events::add, () -> problems.unknown(path, item.at(), "event", text, known()));
      } else {
        problems.add(path, item.at(), "expected an event, found " + item.kind(), "");
      }
    }
    return events;
  }

  private static List<String> known() {
    return Arrays.stream(Event.values()).map(Event::id).toList();
  }

  private NameFilter filter(Fields fields, String key) {
    if (!(fields.value(key).orElse(null) instanceof Yaml.Mapping map)) {
      return new NameFilter(globs(fields, key, key), List.of());
    }
    Fields sides = new Fields(map, fields.path(key), problems);
    if (map.entries().isEmpty()) {
      fields.problem(key, "there is no pattern", "name `include`, `exclude` or both");
    }
    NameFilter filter = new NameFilter(globs(sides, "include", key), globs(sides, "exclude", key));
    sides.finish();
    return filter;
  }

  private List<Glob> globs(Fields fields, String key, String condition) {
    List<Glob> globs = new ArrayList<>();
    for (Yaml item : items(fields, key)) {
      patterns++;
      if (patterns == MOST_PATTERNS + 1) {
        problems.add(
            KEY,
            item.at(),
            "there are more than " + MOST_PATTERNS + " patterns",
            "say it with fewer, by * and **");
      }
      glob(fields, key, condition, item).ifPresent(globs::add);
    }
    return globs;
  }

  private Optional<Glob> glob(Fields fields, String key, String condition, Yaml item) {
    String path = fields.path(key);
    if (!(item instanceof Yaml.Scalar(String text, _, _))) {
      problems.add(path, item.at(), "expected a pattern, found " + item.kind(), "");
      return Optional.empty();
    }
    try {
      Glob glob = new Glob(text);
      hint(condition, text)
          .ifPresent(
              hint -> problems.add(path, item.at(), "`" + text + "` can match nothing", hint));
      return Optional.of(glob);
    } catch (InvalidValueException e) {
      problems.add(path, item.at(), String.valueOf(e.getMessage()), "");
      return Optional.empty();
    }
  }

  /** What to write instead of patterns that people write and that never match. */
  private static Optional<String> hint(String condition, String text) {
    if (text.startsWith("!")) {
      return Optional.of("write `" + condition + ": { exclude: [\"" + text.substring(1) + "\"] }`");
    }
    String hint =
        switch (condition) {
          case "ref" -> refHint(text);
          case "branch" -> branchHint(text);
          default -> pathHint(text);
        };
    return Optional.of(hint).filter(words -> !words.isEmpty());
  }

  private static String refHint(String text) {
    return text.startsWith("refs/") || text.startsWith("*")
        ? ""
        : "`ref` is the full ref: write refs/tags/" + text + " or refs/heads/" + text;
  }

  private static String branchHint(String text) {
    String full = "refs/heads/";
    return text.startsWith(full)
        ? "write only the branch's name, " + text.substring(full.length())
        : "";
  }

  private static String pathHint(String text) {
    if (text.startsWith("/") || text.startsWith("./")) {
      return "paths are relative to the repository's root, without / in front";
    }
    return text.endsWith("/") ? "write " + text + "** for a whole folder" : "";
  }

  /** The items of a list, or the single value; noted as a problem when the list is empty. */
  private static List<Yaml> items(Fields fields, String key) {
    Optional<Yaml> value = fields.value(key);
    if (value.isPresent() && value.get() instanceof Yaml.Sequence list) {
      if (list.items().isEmpty()) {
        fields.problem(key, "the list is empty", "leave `" + key + "` out for no condition");
      }
      return list.items();
    }
    return value.map(List::of).orElse(List.of());
  }
}
