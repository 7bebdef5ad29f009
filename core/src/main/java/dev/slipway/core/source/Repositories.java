package dev.slipway.core.source;

import java.util.List;
import java.util.Optional;

/** Keeps the repositories. Safe for concurrent use; each call is one atomic step. */
public interface Repositories {
  Optional<Repository> find(RepositoryId id);

  Optional<Repository> find(Forge forge, RepositoryName name);

  /** All of them, by name. */
  List<Repository> all();

  /** Adds a new one; false, and nothing changed, when the forge and name are taken. */
  boolean add(Repository repository);

  /**
   * Replaces the one with the same id, whose forge and name must be unchanged; false when there is
   * none.
   */
  boolean replace(Repository repository);

  /** Removes it; its builds and releases stay readable. False when there was none. */
  boolean remove(RepositoryId id);
}
