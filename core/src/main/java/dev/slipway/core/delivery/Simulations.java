package dev.slipway.core.delivery;

import dev.slipway.core.pipeline.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what would become of a delivery, without doing it. Safe for concurrent use. */
public interface Simulations {
  /**
   * Decides on the delivery's changes as if they arrived now, and reads what the pipeline file says
   * to each that would be built.
   *
   * @param pipeline the text to take for the pipeline file; null for the one at each commit
   */
  List<Simulated> simulate(Delivery delivery, @Nullable String pipeline);

  /**
   * The pipeline file as it was at the delivery's commit, to begin with; empty where it is not at
   * hand, or where the delivery is of several commits.
   */
  Optional<String> pipelineFile(Delivery delivery);

  /**
   * What would become of one change.
   *
   * @param outcomes what each rule of the receiver says, as if nothing had been built of the commit
   * @param pipeline what the pipeline file says then; null where the receiver would ignore the
   *     change
   */
  record Simulated(Change change, List<RuleOutcome> outcomes, @Nullable Verdict pipeline) {
    public Simulated {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** What the pipeline file says. */
  sealed interface Verdict {
    /** It would be built: these images, and rolled out as these services. */
    record Built(List<String> images, List<String> services, String because) implements Verdict {}

    record Skipped(String because) implements Verdict {}

    record Invalid(List<Problem> problems) implements Verdict {}

    /** The commit cannot be read, so nobody can tell. */
    record Unknown(String because) implements Verdict {}
  }
}
