package dev.slipway.dashboard.api;

import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRule.Options;
import dev.slipway.core.sync.SyncRule.Tags;
import dev.slipway.core.sync.SyncRule.Trigger;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncSyntax;
import dev.slipway.dashboard.http.Fields;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a caller says about a rule, each value checked. Used by one thread. */
final class SyncRuleForm {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final int LONGEST_LIST = 64;
  private static final Set<String> NAMES =
      Set.of(
          "id",
          "from",
          "to",
          "tags",
          "regex",
          "semver",
          "latest",
          "platforms",
          "referrers",
          "backup",
          "immutable",
          "mirror",
          "schedule",
          "zone",
          "on_push",
          "csrf");

  private final SyncSyntax syntax;
  private final Fields fields;

  private SyncRuleForm(SyncSyntax syntax, Fields fields) {
    this.syntax = syntax;
    this.fields = fields;
  }

  /** Reads a new rule; ends the call when anything is wrong. */
  static SyncRule ofNew(SyncSyntax syntax, Fields fields) {
    return new SyncRuleForm(syntax, fields).read(null);
  }

  /** Reads what is to change; whatever is not said stays as it is. */
  static SyncRule ofChange(SyncSyntax syntax, Fields fields, SyncRule before) {
    return new SyncRuleForm(syntax, fields).read(before);
  }

  private SyncRule read(@Nullable SyncRule before) {
    fields.allow(NAMES);
    String id = id(before);
    String from = repository("from", before == null ? null : before.from());
    String to = repository("to", before == null ? null : before.to());
    if (from != null && from.equals(to)) {
      fields.problem("to", "is the repository that \"from\" names", "name another one");
    }
    Tags tags = tags(before == null ? Tags.ALL : before.tags());
    Options options = options(before == null ? Options.USUAL : before.options());
    Trigger trigger = trigger(before == null ? Trigger.BY_HAND : before.trigger());
    if (from != null && to != null) {
      checkMany(from, to, options.mirror());
    }
    fields.check();
    return new SyncRule(
        new SyncRuleId(Objects.requireNonNull(id)),
        Objects.requireNonNull(from),
        Objects.requireNonNull(to, "checked to be there"),
        tags,
        options,
        trigger);
  }

  private @Nullable String id(@Nullable SyncRule before) {
    if (before == null) {
      return fields.required("id", SyncRuleForm::checkId);
    }
    String given = fields.text("id");
    if (given != null && !given.equals(before.id().value())) {
      fields.problem("id", "cannot be changed", "make another rule, and remove this one");
    }
    return before.id().value();
  }

  private void checkMany(String from, String to, boolean mirror) {
    String ending = SyncRule.ending(from);
    if (!ending.equals(SyncRule.ending(to))) {
      fields.problem(
          "to", "does not end as \"from\" does", "end both in /*, both in /**, or neither");
    } else if (!ending.isEmpty() && !mirror) {
      fields.problem(
          "from",
          "means many repositories, and only a mirror can: those that builds ask for",
          "say \"mirror\": true, or name one repository");
    }
  }

  private static String checkId(String text) {
    if (!ID.matcher(text).matches()) {
      throw new InvalidValueException(
          "must be 1 to 63 lower-case letters, digits, dots, dashes or underscores");
    }
    return text;
  }

  private @Nullable String repository(String name, @Nullable String before) {
    if (before == null) {
      return fields.required(name, syntax::repository);
    }
    return or(fields.parsed(name, syntax::repository), before);
  }

  private Tags tags(Tags before) {
    List<Glob> globs = list("tags", Glob::new);
    String regex = fields.parsed("regex", syntax::regex);
    String semver = fields.parsed("semver", syntax::semver);
    // A rule tells of no limit by null, and whoever sends it back means the same.
    Integer latest = fields.isBlank("latest") ? null : fields.positive("latest");
    int otherwise = fields.names().contains("latest") ? 0 : before.latest();
    return new Tags(
        or(globs, before.globs()),
        or(regex, before.regex()),
        or(semver, before.semver()),
        latest == null ? otherwise : latest);
  }

  private Options options(Options before) {
    List<String> platforms = list("platforms", syntax::platform);
    boolean referrers = fields.flag("referrers", before.referrers());
    String backup = fields.parsed("backup", SyncRuleForm::backup);
    List<Glob> immutable = list("immutable", Glob::new);
    return new Options(
        platforms == null ? before.platforms() : Set.copyOf(platforms),
        referrers,
        or(backup, before.backup()),
        or(immutable, before.immutable()),
        fields.flag("mirror", before.mirror()));
  }

  private static String backup(String text) {
    Options options = new Options(Set.of(), true, text, List.of());
    if (!text.isEmpty() && !TAG.matcher(options.backupOf("v1")).matches()) {
      throw new InvalidValueException(
          "\"" + text + "\" makes no tag; write one such as before-${TAG}");
    }
    return text;
  }

  private Trigger trigger(Trigger before) {
    String cron = fields.parsed("schedule", syntax::cron);
    ZoneId zone = fields.parsed("zone", SyncRuleForm::zone);
    return new Trigger(
        or(cron, before.cron()), or(zone, before.zone()), fields.flag("on_push", before.onPush()));
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException _) {
      throw new InvalidValueException(
          "\"" + text + "\" is no time zone; write one such as Europe/Berlin, or UTC");
    }
  }

  private <T> @Nullable List<T> list(String name, Function<String, T> parse) {
    List<T> given = fields.parsedAll(name, parse);
    if (given != null && given.size() > LONGEST_LIST) {
      fields.problem(name, "has too many entries", LONGEST_LIST + " are the most");
    }
    return given;
  }

  private static <T> T or(@Nullable T given, T before) {
    return given == null ? before : given;
  }
}
