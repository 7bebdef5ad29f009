package dev.slipway.config.settings;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place where containers may run, as the administrator set it up.
 *
 * @param host its engine's address, {@code unix:///PATH} or {@code tcp://HOST:PORT}; null for the
 *     engine that DOCKER_HOST names
 * @param certificates a folder with ca.pem, cert.pem and key.pem; null without TLS
 * @param address by which the edge reaches its containers; null for the host of its engine
 * @param network of its engine or cluster that all containers join; null for none of their own
 */
public record TargetSettings(
    Kind type,
    @Nullable String host,
    @Nullable Path certificates,
    @Nullable String address,
    @Nullable String network) {

  /** What runs the containers there. */
  public enum Kind {
    /** One Docker engine. */
    DOCKER,
    /** A Docker Swarm, through one of its managers. */
    SWARM;

    /** How settings write it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
