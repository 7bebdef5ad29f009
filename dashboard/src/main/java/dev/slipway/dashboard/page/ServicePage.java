package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.Adjustments;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.dashboard.api.Happening;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One service with its releases, newest first.
 *
 * @param hold why people have the edges hold its requests; null when nobody does
 * @param happened to its containers lately, newest first
 * @param next where the releases go on; null at their end
 */
public record ServicePage(
    ServiceSummary summary,
    @Nullable Pause hold,
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
