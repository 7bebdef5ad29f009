package dev.slipway.dashboard.ops;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.util.Optional;

/**
 * How the last build of a branch went, as a small picture for a README. Public, and therefore says
 * "unknown" about repositories that there are not. Safe for concurrent use.
 */
public final class Badges {
  static final String PREFIX = "/badge/";
  static final String SUFFIX = ".svg";

  private static final int LOOKED_AT = 50;
  private static final int LEFT_WIDTH = 41;
  private static final double CHARACTER_WIDTH = 6.6;

  private final Repositories repositories;
  private final Builds builds;

  public Badges(Repositories repositories, Builds builds) {
    this.repositories = repositories;
    this.builds = builds;
  }

  public Answer show(Call call) {
    String path = call.rawPath();
    String name =
        path.endsWith(SUFFIX)
            ? path.substring(PREFIX.length(), path.length() - SUFFIX.length())
            : "";
    String word = last(name, call.query("branch")).map(BuildState.Status::id).orElse("unknown");
    return Answer.of(200, "image/svg+xml", picture(word)).with("Cache-Control", "max-age=30");
  }

  private Optional<BuildState.Status> last(String name, Optional<String> branch) {
    return repositories.all().stream()
        .filter(repository -> repository.name().value().equals(name))
        .findFirst()
        .flatMap(repository -> last(repository, branch.orElse(repository.defaultBranch())));
  }

  /** A skipped build says nothing of the branch: the one before it still stands. */
  private Optional<BuildState.Status> last(Repository repository, String branch) {
    var filter = new Builds.Filter(repository.id(), branch, null);
    return builds.list(filter, new Page.Request(LOOKED_AT, null)).items().stream()
        .map(Build::state)
        .map(BuildState::status)
        .filter(status -> status != BuildState.Status.SKIPPED)
        .findFirst();
  }

  private static String colour(String word) {
    return switch (word) {
      case "succeeded" -> "#1a7f4b";
      case "failed" -> "#b3302a";
      case "running", "queued" -> "#2f5fd0";
      default -> "#6b7280";
    };
  }

  private static String picture(String word) {
    int right = (int) Math.round(word.length() * CHARACTER_WIDTH) + 12;
    int width = LEFT_WIDTH + right;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" \
    aria-label="build: %2$s"><title>build: %2$s</title>\
    <clipPath id="r"><rect width="%1$d" height="20" rx="4"/></clipPath>\
    <g clip-path="url(#r)"><rect width="%1$d" height="20" fill="#374151"/>\
    <rect x="%3$d" width="%4$d" height="20" fill="%5$s"/></g>\
    <g fill="#fff" text-anchor="middle" font-size="11" \
    font-family="Verdana,DejaVu Sans,sans-serif">\
    <text x="%6$d" y="14">build</text><text x="%7$d" y="14">%2$s</text></g></svg>
    """
        .formatted(
            width, word, LEFT_WIDTH, right, colour(word), LEFT_WIDTH / 2, LEFT_WIDTH + right / 2);
  }
}
