package dev.slipway.webhook;

import dev.slipway.core.delivery.Head;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds where a repository has moved on from what was last decided. Pure. */
final class Missed {
  private Missed() {}

  /**
   * The branches and tags of which something else was last decided than is there, by name.
   *
   * @param remote where they are
   * @param heads what was last decided; may hold refs of other kinds, which are left alone
   */
  static List<FoundChange> between(Map<GitRef, CommitSha> remote, Map<GitRef, Head> heads) {
    List<FoundChange> missed = new ArrayList<>();
    remote.forEach((ref, sha) -> {
      Head head = heads.get(ref);
      if (isBranchOrTag(ref) && (head == null || !head.decided().sameAs(sha))) {
        missed.add(new FoundChange(ref, head == null ? null : head.decided(), sha));
      }
    });
    heads.forEach((ref, head) -> {
      // A repository without any ref was more likely made anew, or is not what it was.
      if (isBranchOrTag(ref) && !remote.containsKey(ref) && !remote.isEmpty()) {
        missed.add(new FoundChange(ref, head.decided(), null));
      }
    });
    missed.sort(Comparator.comparing(change -> change.ref().name()));
    return missed;
  }

  private static boolean isBranchOrTag(GitRef ref) {
    return ref.branch().isPresent() || ref.tag().isPresent();
  }
}
