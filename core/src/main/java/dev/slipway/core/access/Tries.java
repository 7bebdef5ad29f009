package dev.slipway.core.access;

import java.time.Duration;
import java.util.List;

/**
 * Counts tries at passwords, so that nobody can try them all. A try counts when it begins: whoever
 * makes many at once gains nothing. Safe for concurrent use.
 */
public interface Tries {
  /**
   * Counts one try against each of these, unless one of them has none left.
   *
   * @return for how long nothing more may be tried; zero when this try may be made
   */
  Duration take(List<Allowance> allowances);

  /** Forgets what was counted against something, since who tried was right. */
  void forget(String subject);

  /**
   * How often something may be tried.
   *
   * @param subject such as an account or an address
   * @param within from the first try on; after that, counting begins anew
   */
  record Allowance(String subject, int most, Duration within) {}
}
