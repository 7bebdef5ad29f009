package dev.slipway.deployer.target.docker;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows who we are to registries that images are pulled from; asked for each pull, so that a change
 * holds from the next one on. Safe for concurrent use.
 */
@FunctionalInterface
public interface PullLogins {
  /** Nobody, everywhere. */
  PullLogins NONE = _ -> Optional.empty();

  /** Who we are there; empty where nobody has to sign in. */
  Optional<Engine.Credentials> at(String host);

  /** What an image is pulled with, by the host in its name; null where nobody has to sign in. */
  default Engine.@Nullable Credentials of(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    return at(host ? first : "docker.io").orElse(null);
  }
}
