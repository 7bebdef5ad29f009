package dev.slipway.builder.checkout;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where code may be fetched from besides a repository's own server, and with what.
 *
 * @param submoduleHosts names of hosts that submodules of every repository may be on; a
 *     repository's own host need not be among them
 * @param knownHosts the file in which the keys of ssh servers are kept; made when it is not there
 */
public record GitAccess(CloneCredentials credentials, Set<String> submoduleHosts, Path knownHosts) {
  public GitAccess {
    submoduleHosts =
        submoduleHosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Submodules from a repository's own host only, and its own credentials. */
  static GitAccess usual(Path directory) {
    return new GitAccess(CloneCredentials.OWN, Set.of(), directory.resolve("known_hosts"));
  }
}
