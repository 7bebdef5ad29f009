package dev.slipway.core.pipeline;

import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.RepositoryName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Understands pipeline files. Safe for concurrent use. */
public interface PipelineReader {
  /** Where the file is, relative to the repository's root. */
  String FILE = ".slipway.yml";

  /** The largest file that is read, in bytes. */
  int LARGEST = 256 * 1024;

  /**
   * Reads a pipeline file, with variables replaced and defaults filled in.
   *
   * @param file the file's bytes; null where the repository has none, then everything is inferred
   */
  Reading read(byte @Nullable [] file, Context context);

  /**
   * What variables stand for, and what defaults are made of.
   *
   * @param pullRequest null for a branch or tag
   */
  record Context(
      RepositoryName repository,
      GitRef ref,
      CommitSha sha,
      @Nullable PullRequest pullRequest,
      long buildNumber) {
    /** Of a branch or tag. */
    public Context(RepositoryName repository, GitRef ref, CommitSha sha, long buildNumber) {
      this(repository, ref, sha, null, buildNumber);
    }
  }

  /** A pipeline, or everything that is wrong with the file at once. */
  sealed interface Reading {
    record Valid(Pipeline pipeline) implements Reading {}

    record Invalid(List<Problem> problems) implements Reading {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }
}
