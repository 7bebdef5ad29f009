package dev.slipway.core.registry;

import java.util.Optional;

/** What is in the registry that Slipway pushes to, and what may go. Safe for concurrent use. */
public interface ImageInventory {
  /**
   * All of it, as it was a few seconds ago at most. What cannot be read is told there.
   *
   * @throws RegistryException when the registry does not answer at all
   */
  RegistryContent all() throws RegistryException, InterruptedException;

  /** A repository as it is now; empty where there is none of that name that is ours. */
  Optional<RepositoryContent> repository(String name)
      throws RegistryException, InterruptedException;

  /** What removing would do now: nothing is removed. */
  Removal plan(Removal.Wish wish) throws RegistryException, InterruptedException;

  /**
   * Removes something, after looking once more whether it may go.
   *
   * @return what was done, or why nothing was
   * @throws RegistryException also when only a part of it is gone
   */
  Removal remove(Removal.Wish wish) throws RegistryException, InterruptedException;
}
