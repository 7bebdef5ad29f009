package dev.slipway.core.secret;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps secrets, unreadable at rest. Safe for concurrent use. */
public interface Secrets {
  /** Values shorter than this cannot be told from other text, so that they could not be masked. */
  int SHORTEST = 8;

  /** The longest value, in bytes of UTF-8. */
  int LONGEST = 64 * 1024;

  /** In the order of their names. */
  List<StoredSecret> list(SecretScope scope);

  Optional<StoredSecret> find(SecretScope scope, String name);

  /**
   * Sets a value, in place of the one before it.
   *
   * @throws dev.slipway.core.InvalidValueException when the name is not of letters, digits and
   *     underscores, or the value is too short or too long
   */
  StoredSecret put(SecretScope scope, Secret secret, String by);

  /** Whether there was one. */
  boolean remove(SecretScope scope, String name);

  /**
   * The values that a repository gets by those names; what is set for the environment comes before
   * what is set for the repository, and that before the team's. Names that nobody set are missing
   * in the answer.
   *
   * @param environment null for a build
   */
  Map<String, Secret> reveal(
      RepositoryId repository, @Nullable String environment, Set<String> names);
}
