package dev.slipway.core.masking;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.Problem;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Knows the secrets of one build in every form in which tools print them, and puts {@code ***} in
 * their place. Safe for concurrent use; each {@link #stream} has one user.
 */
public final class Masking {
  /** Of a build without secrets. */
  public static final Masking NONE = new Masking(Set.of());

  /** Each takes up to 1.5 kB to look for, in all its forms. */
  private static final int MOST_CHARACTERS = 256 * 1024;

  private final Automaton automaton;

  private Masking(Set<String> patterns) {
    this.automaton = new Automaton(patterns);
  }

  /**
   * Prepares for these secrets.
   *
   * @throws InvalidValueException when they are too large together
   */
  public static Masking of(Collection<Secret> secrets) {
    long characters = secrets.stream().mapToLong(secret -> secret.reveal().length()).sum();
    if (characters > MOST_CHARACTERS) {
      throw new InvalidValueException(
          "the secrets of this build have "
              + characters
              + " characters together and may have "
              + MOST_CHARACTERS
              + ": keep large files elsewhere, and in the secret only what opens them");
    }
    Set<String> patterns = new HashSet<>();
    secrets.forEach(secret -> patterns.addAll(SecretForms.of(secret.reveal())));
    return patterns.isEmpty() ? NONE : new Masking(patterns);
  }

  /** A text that is all there. */
  public String mask(String text) {
    return stream().end(text);
  }

  /** For a text that comes in pieces. */
  public MaskingStream stream() {
    return new MaskingStream(automaton);
  }

  /** The same failure, told without secrets. */
  public Failure mask(Failure failure) {
    return switch (failure) {
      case Failure.StepFailed(String step, String message, String hint) ->
          new Failure.StepFailed(mask(step), mask(message), mask(hint));
      case Failure.PipelineInvalid(List<Problem> problems) ->
          new Failure.PipelineInvalid(problems.stream().map(this::mask).toList());
      case Failure.TimedOut(String step, var after) -> new Failure.TimedOut(mask(step), after);
      case Failure.Infrastructure(String message, String hint, boolean retryable) ->
          new Failure.Infrastructure(mask(message), mask(hint), retryable);
    };
  }

  private Problem mask(Problem problem) {
    return new Problem(
        mask(problem.path()),
        problem.line(),
        problem.column(),
        mask(problem.message()),
        mask(problem.hint()));
  }
}
