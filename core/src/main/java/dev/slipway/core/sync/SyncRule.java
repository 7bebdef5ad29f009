package dev.slipway.core.sync;

import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be the same in two repositories. Following it is repeated until it is, so that a
 * missed event or a restart loses nothing.
 *
 * <p>A mirror's two names may end in {@code /*}, which stands for one word, or in {@code /**}, for
 * one or more: then it means each repository there that a build asks for.
 *
 * @param from {@code HOST/PATH} of the repository that is right
 * @param to {@code HOST/PATH} of the one that is to be like it
 */
public record SyncRule(
    SyncRuleId id, String from, String to, Tags tags, Options options, Trigger trigger) {
  private static final String ANY_WORD = "/*";
  private static final String ANY_PATH = "/**";

  public SyncRule {
    if (from.equals(to)) {
      throw new InvalidValueException(
          from + " is the same already; name two different repositories in \"from\" and \"to\"");
    }
    if (!ending(from).equals(ending(to))) {
      throw new InvalidValueException(
          "\"from\" and \"to\" have to end alike: both in /*, both in /**, or neither of them");
    }
    if (!ending(from).isEmpty() && !options.mirror()) {
      throw new InvalidValueException(
          "only a mirror can mean many repositories: those that builds ask for; say \"mirror\","
              + " or name one repository");
    }
  }

  /** Whether it means many repositories. */
  public boolean many() {
    return !ending(from).isEmpty();
  }

  /** The same for one repository that it means; empty where it does not mean that one. */
  public Optional<SyncRule> on(String repository) {
    if (!many()) {
      return repository.equals(from) ? Optional.of(this) : Optional.empty();
    }
    String below = withoutEnding(from) + "/";
    String rest = repository.startsWith(below) ? repository.substring(below.length()) : "";
    boolean meant = !rest.isEmpty() && (ending(from).equals(ANY_PATH) || rest.indexOf('/') < 0);
    return meant
        ? Optional.of(
            new SyncRule(id, repository, withoutEnding(to) + "/" + rest, tags, options, trigger))
        : Optional.empty();
  }

  /** How the name of many repositories ends; empty for the name of one. */
  public static String ending(String name) {
    if (name.endsWith(ANY_PATH)) {
      return ANY_PATH;
    }
    return name.endsWith(ANY_WORD) ? ANY_WORD : "";
  }

  private static String withoutEnding(String name) {
    return name.substring(0, name.length() - ending(name).length());
  }

  /**
   * Which tags are meant: those that satisfy all that is said.
   *
   * @param globs one of which matches; all tags where there is none
   * @param regex that matches the whole tag; empty for any
   * @param semver a range such as {@code >=1.2 <3}; empty for any
   * @param latest how many of them, the highest versions first; 0 for all
   */
  public record Tags(List<Glob> globs, String regex, String semver, int latest) {
    public static final Tags ALL = new Tags(List.of(), "", "", 0);

    public Tags {
      globs = List.copyOf(globs);
      if (latest < 0) {
        throw new InvalidValueException("\"latest\" is " + latest + "; give 1 or more, or nothing");
      }
    }
  }

  /**
   * How they are copied.
   *
   * @param platforms such as {@code linux/amd64}; empty for all
   * @param referrers whether signatures, SBOMs and attestations go along
   * @param backup the tag that keeps what a tag led to before it is overwritten, in which {@code
   *     ${TAG}} stands for that tag; empty to keep nothing
   * @param immutable tags at the destination that are never overwritten
   * @param mirror whether builds that begin with an image of {@code from} take the copy
   */
  public record Options(
      Set<String> platforms,
      boolean referrers,
      String backup,
      List<Glob> immutable,
      boolean mirror) {
    public static final Options USUAL = new Options(Set.of(), true, "", List.of());
    private static final String TAG = "${TAG}";

    /** Those of a rule that is no mirror. */
    public Options(Set<String> platforms, boolean referrers, String backup, List<Glob> immutable) {
      this(platforms, referrers, backup, immutable, false);
    }

    public Options {
      platforms = Set.copyOf(platforms);
      immutable = List.copyOf(immutable);
      if (!backup.isEmpty() && !backup.contains(TAG)) {
        throw new InvalidValueException(
            "the backup tag \""
                + backup
                + "\" would be the same for all tags; write ${TAG} somewhere in it");
      }
    }

    /** The tag that keeps what this one led to; empty to keep nothing. */
    public String backupOf(String tag) {
      return backup.replace(TAG, tag);
    }

    public boolean isImmutable(String tag) {
      return immutable.stream().anyMatch(glob -> glob.matches(tag));
    }
  }

  /**
   * When it is followed, besides by hand.
   *
   * @param cron five fields as in crontab; empty for never
   * @param zone in which the fields are meant
   * @param onPush whether also when a build pushed to {@code from}
   */
  public record Trigger(String cron, ZoneId zone, boolean onPush) {
    public static final Trigger BY_HAND = new Trigger("", ZoneId.of("UTC"), false);
  }
}
