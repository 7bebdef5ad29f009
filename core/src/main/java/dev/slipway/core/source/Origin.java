package dev.slipway.core.source;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where commits can be fetched.
 *
 * @param url null for the repository's own clone URL; another one only where the head of a fork's
 *     pull request is not to be had there
 */
public record Origin(@Nullable URI url, GitRef ref) {
  /** A ref of the repository itself. */
  public static Origin own(GitRef ref) {
    return new Origin(null, ref);
  }
}
