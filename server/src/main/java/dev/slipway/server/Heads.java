package dev.slipway.server;

import dev.slipway.builder.checkout.GitSources;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.HeadResolver;
import java.io.IOException;
import java.util.Optional;

/** Lets the dashboard ask repositories where their branches are. */
final class Heads implements HeadResolver {
  private final GitSources sources;

  Heads(GitSources sources) {
    this.sources = sources;
  }

  @Override
  public Optional<CommitSha> resolve(Repository repository, GitRef ref) throws IOException {
    try {
      return sources.resolve(repository, ref);
    } catch (BuildFailedException e) {
      throw new IOException(e.failure().message() + "; " + e.failure().hint(), e);
    }
  }
}
