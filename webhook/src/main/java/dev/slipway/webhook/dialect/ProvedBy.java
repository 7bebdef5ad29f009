package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds out which of the secrets that are valid now a sender has shown to know. */
final class ProvedBy {
  private ProvedBy() {}

  /**
   * Asks for every secret, whatever the answer for the one before, so that the time it takes tells
   * nothing. An empty secret, which anybody knows, proves nothing.
   *
   * @param secrets the current one first, then the one it replaces
   * @param knows must compare in constant time
   * @param how the header and the method, for people
   */
  static Optional<String> oneOf(List<Secret> secrets, Predicate<Secret> knows, String how) {
    int proved = -1;
    for (int i = secrets.size() - 1; i >= 0; i--) {
      if (!secrets.get(i).reveal().isEmpty() && knows.test(secrets.get(i))) {
        proved = i;
      }
    }
    return proved < 0
        ? Optional.empty()
        : Optional.of(
            how + (proved == 0 ? ", with the current secret" : ", with the previous secret"));
  }
}
