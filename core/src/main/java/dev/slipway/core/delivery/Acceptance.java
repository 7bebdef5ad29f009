package dev.slipway.core.delivery;

import dev.slipway.core.build.NewBuild;
import dev.slipway.core.source.GitRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery with everything that follows from it.
 *
 * @param builds to be created; each supersedes what is queued or waits on its ref
 * @param moves at most one of each ref
 * @param endings refs whose queued and waiting builds are of no use any more
 */
public record Acceptance(
    Delivery delivery, List<NewBuild> builds, List<HeadMove> moves, List<Ending> endings) {
  public Acceptance {
    builds = List.copyOf(builds);
    moves = List.copyOf(moves);
    endings = List.copyOf(endings);
  }

  /**
   * How the head of a ref moves. Where both are equal, it is only held against what the decision
   * was made on.
   *
   * @param from what the decision was made on; null when nothing was known of the ref
   * @param to null when the ref is gone
   */
  public record HeadMove(GitRef ref, @Nullable Head from, @Nullable Head to) {}

  /**
   * The end of what is queued for a ref.
   *
   * @param because for the builds' records, in words
   */
  public record Ending(GitRef ref, String because) {}
}
