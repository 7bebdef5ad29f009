package dev.slipway.core.access;

import java.util.List;

/** Reads the whole audit log and tells whether it is as it was written. */
public final class VerifyAudit {
  private static final int BATCH = 500;

  private long number;
  private String hash;
  private long entries;
  private String problem = "";

  private VerifyAudit(Audit.Ends ends) {
    this.number = ends.cutNumber();
    this.hash = ends.cutHash();
  }

  /** Follows the chain from where it was cut to its head. */
  public static Verdict of(Audit audit) {
    Audit.Ends ends = audit.ends();
    VerifyAudit run = new VerifyAudit(ends);
    List<AuditEntry> batch = audit.read(0, BATCH);
    while (!batch.isEmpty() && run.problem.isEmpty()) {
      for (AuditEntry entry : batch) {
        // What was written since belongs to a later head.
        if (entry.number() <= ends.headNumber() && run.problem.isEmpty()) {
          run.follow(entry);
        }
      }
      batch = audit.read(batch.getLast().number() + 1, BATCH);
    }
    if (run.problem.isEmpty()
        && (run.number != ends.headNumber() || !run.hash.equals(ends.headHash()))) {
      run.problem =
          "the log ends with entry " + run.number + ", and " + ends.headNumber() + " were written";
    }
    return new Verdict(run.entries, run.problem, run.hash);
  }

  private void follow(AuditEntry entry) {
    if (entry.number() != number + 1) {
      problem = "entry " + (number + 1) + " is missing; entry " + entry.number() + " stands there";
    } else if (!entry.previous().equals(hash)) {
      problem = "entry " + entry.number() + " does not follow on the one before it";
    } else if (!entry.whole()) {
      problem = "entry " + entry.number() + " was changed after it was written";
    } else {
      number = entry.number();
      hash = entry.hash();
      entries++;
    }
  }

  /**
   * What was found.
   *
   * @param entries how many entries are as they were written, from the oldest on
   * @param problem the first that is wrong; empty where nothing is
   * @param head the hash of the last good entry, to be kept elsewhere and compared later
   */
  public record Verdict(long entries, String problem, String head) {
    public boolean whole() {
      return problem.isEmpty();
    }
  }
}
