package dev.slipway.builder;

import dev.slipway.core.NameFilter;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.When;
import dev.slipway.core.pipeline.When.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the entries of {@code when} against what is to be built: within an entry every condition
 * must hold, and one entry is enough. Used by one thread.
 */
final class WhenCheck {
  private static final int LONGEST_REASON = 500;

  private final Subject subject;
  private final Comparing comparing;
  private final PathConditions paths = new PathConditions(PathConditions.ALLOWED);
  private Comparison.@Nullable Result compared;

  /**
   * A check of one build.
   *
   * @param comparing asked once, and only if an entry depends on it
   */
  WhenCheck(Subject subject, Comparing comparing) {
    this.subject = subject;
    this.comparing = comparing;
  }

  /** Whether it is to be built; every condition that was looked at is a line of the log. */
  Answer ask(List<When> entries, Consumer<String> log) throws IOException, BuildFailedException {
    if (entries.isEmpty()) {
      return new Answer.Yes("there is no `when`, so everything is built");
    }
    if (subject.askedFor()) {
      String because = "a person asked for this build, so `when` is not looked at";
      log.accept(sentence(because));
      return new Answer.Yes(because);
    }
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      String name = entries.size() == 1 ? "" : "when[" + i + "]: ";
      List<Condition> conditions = conditions(entries.get(i));
      conditions.forEach(condition -> log.accept(condition.line(name)));
      if (conditions.stream().allMatch(Condition::holds)) {
        return new Answer.Yes(name + words(conditions, true));
      }
      failed.add(name + words(conditions, false));
    }
    String none = entries.size() == 1 ? "" : "no entry of `when` holds: ";
    String because = bounded(none + String.join("; ", failed));
    log.accept("Skipped: " + because);
    return new Answer.No(because);
  }

  /** The images that something changed for; who asks for a build gets all of them. */
  List<ImageBuild> wanted(List<ImageBuild> images, Consumer<String> log)
      throws IOException, BuildFailedException {
    List<ImageBuild> wanted = new ArrayList<>();
    for (ImageBuild image : images) {
      boolean always = image.path().equals(NameFilter.ALL) || subject.askedFor();
      Condition changed = always ? null : path(image.path());
      if (changed != null) {
        log.accept(changed.line("image " + image.name() + ": "));
      }
      if (changed == null || changed.holds()) {
        wanted.add(image);
      }
    }
    return wanted;
  }

  /** Those that the entry has; the paths are looked at last, and only if all else holds. */
  private List<Condition> conditions(When entry) throws IOException, BuildFailedException {
    List<Condition> conditions = new ArrayList<>();
    if (!entry.events().isEmpty()) {
      conditions.add(event(entry));
    }
    if (!entry.branch().equals(NameFilter.ALL)) {
      conditions.add(
          subject
              .branch()
              .map(branch -> named("branch", branch, entry.branch()))
              .orElseGet(() -> new Condition(false, subject.ref() + " is on no branch")));
    }
    if (!entry.ref().equals(NameFilter.ALL)) {
      conditions.add(named("ref", subject.ref().name(), entry.ref()));
    }
    if (!entry.path().equals(NameFilter.ALL) && conditions.stream().allMatch(Condition::holds)) {
      conditions.add(path(entry.path()));
    }
    return conditions;
  }

  private Condition event(When entry) {
    Event event = subject.event();
    boolean holds = entry.events().contains(event);
    String wanted =
        entry.events().stream().sorted().map(Event::id).collect(Collectors.joining(", "));
    return new Condition(
        holds, "the event is " + event.id() + (holds ? "" : ", which is not among " + wanted));
  }

  private static Condition named(String key, String name, NameFilter filter) {
    boolean included =
        filter.include().isEmpty()
            || filter.include().stream().anyMatch(glob -> glob.matches(name));
    if (!included) {
      return new Condition(
          false, key + " " + name + " does not match " + Condition.list(filter.include()));
    }
    if (!filter.wants(name)) {
      return new Condition(
          false,
          key + " " + name + " matches " + key + ".exclude " + Condition.list(filter.exclude()));
    }
    return new Condition(
        true,
        filter.include().isEmpty()
            ? key + " " + name + " is not excluded by " + Condition.list(filter.exclude())
            : key + " " + name + " matches " + Condition.list(filter.include()));
  }

  private Condition path(NameFilter filter) throws IOException, BuildFailedException {
    if (subject.event() == Event.TAG) {
      return new Condition(true, "path is not looked at for a tag");
    }
    if (compared == null) {
      compared = comparing.compare();
    }
    return paths.of(filter, compared);
  }

  private static String words(List<Condition> conditions, boolean holding) {
    return conditions.stream()
        .filter(condition -> condition.holds() == holding)
        .map(Condition::words)
        .collect(Collectors.joining(", and "));
  }

  private static String bounded(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** Whether it is to be built, and why, in words without a full stop. */
  sealed interface Answer {
    record Yes(String because) implements Answer {}

    record No(String because) implements Answer {}
  }

  /** Finds out what changed. */
  @FunctionalInterface
  interface Comparing {
    Comparison.Result compare() throws IOException, BuildFailedException;
  }
}
