package dev.slipway.builder.checkout;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** The refs by which a mirror knows what it has. Called only while the mirror is held. */
final class MirrorRefs {
  static final String PREFIX = "refs/slipway/";

  private MirrorRefs() {}

  /** Notes that everything reachable from the object is there. */
  static void remember(Repository mirror, String name, ObjectId tip) throws IOException {
    RefUpdate update = mirror.updateRef(name);
    update.setNewObjectId(tip);
    update.disableRefLog();
    RefUpdate.Result result = update.forceUpdate();
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      default -> throw new IOException("the mirror could not note what it has: " + result);
    }
  }

  /** Whether everything reachable from the object is there; what older refs reach is trusted. */
  static boolean complete(Repository mirror, ObjectId tip) throws IOException {
    if (!mirror.getObjectDatabase().has(tip)) {
      return false;
    }
    try (ObjectWalk walk = new ObjectWalk(mirror)) {
      walk.markStart(walk.parseAny(tip));
      for (Ref known : mirror.getRefDatabase().getRefs()) {
        if (known.getObjectId() != null) {
          walk.markUninteresting(walk.parseAny(known.getObjectId()));
        }
      }
      walk.checkConnectivity();
      return true;
    } catch (MissingObjectException _) {
      return false;
    }
  }

  /**
   * Forgets all but the refs whose commits are newest: branches that nobody builds any more, and
   * pins that nobody asks for. Whoever does after all has it fetched again.
   *
   * @return how many were forgotten
   */
  static int forgetAllBut(Repository mirror, int most) throws IOException {
    List<Ref> refs = mirror.getRefDatabase().getRefsByPrefix(PREFIX);
    if (refs.size() <= most) {
      return 0;
    }
    Map<Ref, Integer> times = new HashMap<>();
    try (RevWalk walk = new RevWalk(mirror)) {
      for (Ref ref : refs) {
        times.put(ref, time(walk, ref.getObjectId()));
      }
    }
    List<Ref> oldest =
        refs.stream().sorted(Comparator.comparing(times::get)).limit(refs.size() - most).toList();
    for (Ref ref : oldest) {
      RefUpdate update = mirror.updateRef(ref.getName());
      update.setForceUpdate(true);
      update.disableRefLog();
      update.delete();
    }
    return oldest.size();
  }

  /** What cannot be read is the oldest. */
  private static int time(RevWalk walk, ObjectId tip) {
    try {
      return walk.peel(walk.parseAny(tip)) instanceof RevCommit commit ? commit.getCommitTime() : 0;
    } catch (IOException _) {
      return 0;
    }
  }
}
