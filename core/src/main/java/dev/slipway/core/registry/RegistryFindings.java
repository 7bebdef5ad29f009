package dev.slipway.core.registry;

import java.util.List;

/**
 * What came of a try to sign in to a registry.
 *
 * @param remarks in the order in which they were found
 */
public record RegistryFindings(
    boolean reached,
    Transport transport,
    SignIn signIn,
    Anonymous anonymous,
    List<Remark> remarks) {
  public RegistryFindings {
    remarks = List.copyOf(remarks);
  }

  /** Whether it can be used as it is. */
  public boolean well() {
    return remarks.stream().allMatch(Remark::well);
  }

  /** How it is spoken to. */
  public enum Transport {
    TRUSTED,
    UNTRUSTED,
    PLAIN,
    UNKNOWN
  }

  /** What the registry says to our credentials; {@code NONE} where we have none. */
  public enum SignIn {
    RIGHT,
    WRONG,
    NOT_WANTED,
    NONE,
    UNKNOWN
  }

  /** Whether it answers who does not sign in. */
  public enum Anonymous {
    YES,
    NO,
    UNKNOWN
  }

  /**
   * One thing found.
   *
   * @param next what to do about it; empty where nothing is to do
   */
  public record Remark(boolean well, String says, String next) {}
}
