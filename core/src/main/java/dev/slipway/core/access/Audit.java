package dev.slipway.core.access;

import dev.slipway.core.Page;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The log of who did what. It only grows at its end and is cut at its begin. Thread-safe. */
public interface Audit {
  /** For how long entries are kept; older ones go when new ones come. */
  Duration KEPT = Duration.ofDays(400);

  /** Puts a deed at the end, in one move with the hash of the entry before it. */
  AuditEntry append(Deed deed);

  /** Entries that match, newest first; a page may be short although more follow. */
  Page<AuditEntry> list(Predicate<AuditEntry> matching, Page.Request request);

  /** At most so many entries from a number on, oldest first; empty where none follow. */
  List<AuditEntry> read(long from, int most);

  /** Where the chain begins and ends. */
  Ends ends();

  /**
   * The ends of the chain, which are kept apart from the entries.
   *
   * @param cutNumber the number of the newest entry that was cut off for its age; 0 for none
   * @param cutHash its hash
   * @param headNumber the number of the newest entry; 0 for none
   * @param headHash its hash
   */
  record Ends(long cutNumber, String cutHash, long headNumber, String headHash) {
    /** The ends of a log in which nothing stands yet. */
    public static final Ends EMPTY = new Ends(0, AuditEntry.BEGINNING, 0, AuditEntry.BEGINNING);
  }
}
