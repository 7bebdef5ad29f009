package dev.slipway.dashboard.api;

import dev.slipway.core.account.ForgeException;
import dev.slipway.dashboard.http.ProblemDetails;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** What a forge did not do, as the API tells it. */
public final class ForgeProblem {
  /** For forges that want to be left alone and do not say for how long. */
  private static final Duration A_WHILE = Duration.ofMinutes(1);

  private ForgeProblem() {}

  /** Ours is the answer's status, not the forge's: it says what the caller can do. */
  public static ProblemDetails of(ForgeException failure) {
    int status =
        switch (failure.kind()) {
          case UNAUTHORIZED, FORBIDDEN, NOT_FOUND, REFUSED -> 422;
          case RATE_LIMITED -> 429;
          case UNAVAILABLE -> 502;
        };
    String message = Objects.requireNonNullElse(failure.getMessage(), "the forge did not say why");
    return ProblemDetails.of(
        status,
        "forge-" + failure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        status == 422 ? "Refused by the forge" : "Forge not available now",
        failure.hint().isEmpty() ? message : message + "; " + failure.hint());
  }

  /** After how many seconds to ask again; 0 when asking again changes nothing. */
  public static long retryAfterSeconds(ForgeException failure) {
    if (failure.kind() != ForgeException.Kind.RATE_LIMITED) {
      return 0;
    }
    Duration wait = Objects.requireNonNullElse(failure.retryAfter(), A_WHILE);
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
