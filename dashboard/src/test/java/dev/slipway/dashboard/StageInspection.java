package dev.slipway.dashboard;

import dev.slipway.core.build.Inspection;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The head of every repository of a stage, as a test sets it. */
final class StageInspection implements Inspection {
  static final CommitSha HEAD = new CommitSha("ab".repeat(20));

  volatile List<String> branches = List.of("develop", "main");
  volatile List<DockerfileFound> dockerfiles =
      List.of(new DockerfileFound("Dockerfile", List.of(3000), false, ""));
  volatile @Nullable String pipeline;
  volatile String javaProject = "";

  /** Why the repository cannot be asked; empty when it can. */
  volatile String trouble = "";

  @Override
  public Found look(Repository repository, GitRef branch) throws IOException {
    if (!trouble.isEmpty()) {
      throw new IOException(trouble);
    }
    boolean there = branch.branch().filter(branches::contains).isPresent();
    return new Found(
        branches,
        there
            ? new Tree(HEAD, "Sell lighthouses by the piece", dockerfiles, pipeline, javaProject)
            : null);
  }

  @Override
  public Optional<String> pipelineFile(Repository repository, CommitSha commit) {
    return Optional.ofNullable(pipeline);
  }
}
