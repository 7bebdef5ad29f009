package dev.slipway.webhook;

import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.dialect.Dialect;
import dev.slipway.webhook.dialect.Dialects;
import dev.slipway.webhook.dialect.ReceivedRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a sender claims to speak for; believed only after the proof.
 *
 * @param name read from the body where the path names no hook; null when there is none to read
 */
record Claim(
    ReceivedRequest request,
    Dialect dialect,
    @Nullable RepositoryName name,
    RememberedRepositories repositories) {

  static Claim of(ReceivedRequest request, RememberedRepositories repositories) {
    Dialect dialect = Dialects.of(request.forge());
    RepositoryName name =
        request.hook() == null ? dialect.claimedRepository(request).orElse(null) : null;
    return new Claim(request, dialect, name, repositories);
  }

  Optional<Repository> remembered() {
    if (request.hook() != null) {
      return repositories.remembered(request.hook()).filter(this::isOfThisForge);
    }
    return name == null ? Optional.empty() : repositories.remembered(request.forge(), name);
  }

  /** Asks the store, once. */
  Optional<Repository> stored() {
    RepositoryId id = remembered().map(Repository::id).orElse(request.hook());
    if (id != null) {
      return repositories.ask(id).filter(this::isOfThisForge);
    }
    return name == null ? Optional.empty() : repositories.ask(request.forge(), name);
  }

  Optional<RepositoryId> repositoryId() {
    return remembered().map(Repository::id);
  }

  private boolean isOfThisForge(Repository found) {
    return found.forge() == request.forge();
  }
}
