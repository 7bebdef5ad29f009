package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.Adjustments;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.secret.SecretVersion;
import dev.slipway.dashboard.api.Happening;
import dev.slipway.dashboard.api.RolloutWatch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One service with its releases, newest first.
 *
 * @param hold why people have the edges hold its requests; null when nobody does
 * @param watch what the rollout that goes on is judged by; null when it is not
 * @param containers those of the live release
 * @param happened to its containers lately, newest first
 * @param next where the releases go on; null at their end
 */
public record ServicePage(
    ServiceSummary summary,
    @Nullable Pause hold,
    @Nullable RolloutWatch watch,
    List<Instance> containers,
    List<Happening> happened,
    List<ReleaseRow> releases,
    @Nullable String next) {

  /** What was set by hand, one thing after the other; values of variables stay untold. */
  public List<ByHand> byHand() {
    Adjustments adjusted = summary.service().adjusted();
    Stream<ByHand> containers =
        Stream.ofNullable(adjusted.replicas())
            .map(replicas ->
                new ByHand(
                    "Containers",
                    replicas.wanted() + " instead of the pipeline file's " + replicas.instead()));
    Stream<ByHand> variables =
        adjusted.env().entrySet().stream()
            .map(entry -> new ByHand(entry.getKey(), told(entry.getValue())));
    return Stream.concat(containers, variables).toList();
  }

  /** The variables of the live release by name, and where each value comes from. */
  public List<ByHand> environment() {
    Release live = summary.live();
    if (live == null) {
      return List.of();
    }
    return new TreeMap<>(live.content().spec().workload().env())
        .entrySet().stream()
            .map(entry -> new ByHand(entry.getKey(), from(live, entry.getValue())))
            .toList();
  }

  private static String from(Release live, EnvValue value) {
    if (value instanceof EnvValue.FromSecret(String name)) {
      SecretVersion version = live.content().secrets().get(name);
      return version == null ? "" : "version " + version.version();
    }
    return "";
  }

  /** The name of the secret that a variable of the live release is set to; empty for none. */
  public String secretOf(String variable) {
    Release live = summary.live();
    return live != null
            && live.content().spec().workload().env().get(variable)
                instanceof EnvValue.FromSecret(String name)
        ? name
        : "";
  }

  /** How long the step of the canary, or the watch, still takes; empty when nobody knows. */
  public String left(Instant now) {
    if (watch == null || watch.endsAt() == null) {
      return "";
    }
    Duration left = Duration.between(now, watch.endsAt());
    return left.compareTo(Duration.ofSeconds(1)) < 0
        ? "about to end"
        : Show.duration(left.truncatedTo(ChronoUnit.SECONDS)) + " left";
  }

  /** How many requests ended with a server error; also in percent where some did. */
  public static String errors(RolloutWatch.Figures figures) {
    if (figures.serverErrors() == 0) {
      return "0";
    }
    double percent = 100.0 * figures.serverErrors() / figures.requests();
    String share = percent < 0.1 ? "under 0.1" : String.format(Locale.ENGLISH, "%.1f", percent);
    return Show.grouped(figures.serverErrors()) + " (" + share + " %)";
  }

  /** In milliseconds. */
  public static String p95(RolloutWatch.Figures figures) {
    Duration p95 = figures.p95();
    return p95 == null ? "–" : Math.max(1, p95.toMillis()) + " ms";
  }

  private static String told(EnvValue value) {
    return switch (value) {
      case EnvValue.Plain _ -> "a value of its own";
      case EnvValue.FromSecret(String name) -> "from the secret " + name;
    };
  }

  /**
   * Something that does not come from the pipeline file.
   *
   * @param what a figure or the name of a variable
   * @param value in words
   */
  public record ByHand(String what, String value) {}
}
