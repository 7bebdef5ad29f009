package dev.slipway.dashboard.page;

import dev.slipway.core.delivery.Simulations.Simulated;
import dev.slipway.core.delivery.Simulations.Verdict;
import dev.slipway.core.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * A simulation that was run.
 *
 * @param pipeline the text that it was run with; empty for the file at each commit
 */
public record Trial(String pipeline, List<Simulated> changes) {
  /** The verdict in a word, which is also its status. */
  public static String word(Simulated simulated) {
    return switch (simulated.pipeline()) {
      case Verdict.Built _ -> "succeeded";
      case Verdict.Invalid _ -> "failed";
      case Verdict.Skipped _ -> "skipped";
      case Verdict.Unknown _ -> "waiting";
      case null -> "skipped";
    };
  }

  /** The verdict in a sentence. */
  public static String sentence(Simulated simulated) {
    return switch (simulated.pipeline()) {
      case Verdict.Built built -> "Would be built: " + built.because();
      case Verdict.Invalid(List<Problem> problems) ->
          "Would fail: " + Show.number(problems.size(), "problem") + " in the pipeline file";
      case Verdict.Skipped(String because) -> "Would be skipped: " + because;
      case Verdict.Unknown(String because) -> "Nobody can tell: " + because;
      case null -> "Would be ignored, whatever the pipeline file says";
    };
  }

  /** What would come out of it, line by line. */
  public static List<String> results(Simulated simulated) {
    List<String> results = new ArrayList<>();
    if (simulated.pipeline() instanceof Verdict.Built(var images, var services, _)) {
      if (!images.isEmpty()) {
        results.add("Images: " + String.join(", ", images));
      }
      results.add(
          services.isEmpty()
              ? "Nothing would be rolled out"
              : "Rolled out as: " + String.join(", ", services));
    }
    return results;
  }

  /** What is wrong in the file. */
  public static List<Problem> problems(Simulated simulated) {
    return simulated.pipeline() instanceof Verdict.Invalid(List<Problem> problems)
        ? problems
        : List.of();
  }
}
