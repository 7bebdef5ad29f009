package dev.slipway.core.access;

import dev.slipway.core.source.RepositoryId;
import java.util.Set;

/**
 * Who is calling, and what they may do.
 *
 * @param only the repositories that this is limited to; empty for no limit
 */
public record Principal(String name, Role role, Set<RepositoryId> only) {
  public Principal {
    only = Set.copyOf(only);
  }

  /** Somebody who may do what the role says everywhere. */
  public Principal(String name, Role role) {
    this(name, role, Set.of());
  }

  /** Whether there are repositories that this one may not even see. */
  public boolean limited() {
    return !only.isEmpty();
  }

  /** Whether what belongs to the repository may be seen. */
  public boolean sees(RepositoryId repository) {
    return only.isEmpty() || only.contains(repository);
  }
}
