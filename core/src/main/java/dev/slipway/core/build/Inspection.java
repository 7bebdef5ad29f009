package dev.slipway.core.build;

import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a repository for somebody who sets it up. Safe for concurrent use; blocks. */
public interface Inspection {
  /**
   * Fetches the head of a branch, and says what a build would find there.
   *
   * @throws IOException when the repository cannot be asked, in words for people
   */
  Found look(Repository repository, GitRef branch) throws IOException;

  /** The pipeline file of a commit that was fetched before: nobody is asked for anything. */
  Optional<String> pipelineFile(Repository repository, CommitSha commit);

  /**
   * What there is.
   *
   * @param branches of the repository, by name
   * @param tree at the head of the branch; null where there is no such branch
   */
  record Found(List<String> branches, @Nullable Tree tree) {
    public Found {
      branches = List.copyOf(branches);
    }
  }

  /**
   * What a commit holds of all that decides on its build.
   *
   * @param message of the commit
   * @param dockerfiles the one at the root first, then by path
   * @param pipeline the text of the pipeline file; null where there is none
   * @param javaProject the file by which a project without a Dockerfile is packaged; empty for none
   */
  record Tree(
      CommitSha commit,
      String message,
      List<DockerfileFound> dockerfiles,
      @Nullable String pipeline,
      String javaProject) {
    public Tree {
      dockerfiles = List.copyOf(dockerfiles);
    }
  }

  /**
   * A Dockerfile, and what its last stage says. What its base image says is not known here.
   *
   * @param path from the repository's root
   * @param ports that it exposes for TCP, in their order
   * @param healthcheck whether it has one
   * @param problem why it cannot be read; empty when it can
   */
  record DockerfileFound(String path, List<Integer> ports, boolean healthcheck, String problem) {
    public DockerfileFound {
      ports = List.copyOf(ports);
    }
  }
}
