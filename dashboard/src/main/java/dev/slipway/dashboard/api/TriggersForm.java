package dev.slipway.dashboard.api;

import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.NameFilter;
import dev.slipway.core.source.Triggers;
import dev.slipway.dashboard.http.Fields;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a caller says about {@link Triggers}, each value checked. */
final class TriggersForm {
  private static final Set<String> NAMES = Set.of("events", "branches", "tags", "forks", "members");

  /** Numbers on most forges; on Bitbucket also {@code {uuid}} and {@code number:uuid}. */
  private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9{}:_.-]{1,128}");

  private TriggersForm() {}

  /** What is not said stays; every problem is noted in {@code fields}. */
  static Triggers read(@Nullable Fields fields, Triggers before) {
    if (fields == null) {
      return before;
    }
    fields.allow(NAMES);
    List<Triggers.Event> events = fields.parsedAll("events", Triggers.Event::of);
    if (List.of().equals(fields.texts("events"))) {
      fields.problem("events", "name at least one", "set enabled to false to build nothing");
    }
    List<String> branches = fields.parsedAll("branches", TriggersForm::pattern);
    List<String> tags = fields.parsedAll("tags", TriggersForm::pattern);
    Triggers.Forks forks = fields.parsed("forks", Triggers.Forks::of);
    List<String> members = fields.parsedAll("members", TriggersForm::member);
    return new Triggers(
        events == null ? before.events() : Set.copyOf(events),
        branches == null ? before.branches() : NameFilter.of(branches),
        tags == null ? before.tags() : NameFilter.of(tags),
        forks == null ? before.forks() : forks,
        members == null ? before.members() : Set.copyOf(members));
  }

  private static String pattern(String text) {
    return (text.startsWith("!") ? "!" : "")
        + new Glob(text.startsWith("!") ? text.substring(1) : text).text();
  }

  private static String member(String text) {
    if (!MEMBER.matcher(text).matches()) {
      throw new InvalidValueException(
          "\"" + text + "\" is no user id; forges know a user by a number, or by a UUID");
    }
    return text;
  }
}
