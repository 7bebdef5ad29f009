package dev.slipway.deployer.target.docker;

import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.TargetException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** What every kind of engine wants to know of a release. */
public final class Releases {
  /** Far from what a program needs, and from what a machine can bear. */
  private static final int USUAL_PIDS = 4096;

  /** Swarm takes 63 characters, of which some are for what follows the service's name. */
  private static final int LONGEST_SERVICE = 40;

  private Releases() {}

  /**
   * A name for one of its containers, readable in {@code docker ps}; the last part keeps a repeated
   * attempt from colliding.
   */
  public static String name(Release release, String which) {
    String service =
        release
            .content()
            .spec()
            .service()
            .replaceAll("[^a-zA-Z0-9_-]", "-")
            .replaceAll("^[^a-zA-Z0-9]+", "");
    String shown = service.substring(0, Math.min(LONGEST_SERVICE, service.length()));
    int chance = ThreadLocalRandom.current().nextInt(1 << 24);
    return String.format(
        Locale.ROOT,
        "%s-%s-%s-%06x",
        shown.isEmpty() ? "service" : shown,
        release.label(),
        which,
        chance);
  }

  /**
   * The port that its containers listen on.
   *
   * @throws TargetException when nobody said it
   */
  public static int portInside(Release release) throws TargetException {
    Integer port = release.content().spec().workload().port();
    if (port == null) {
      throw new TargetException(
          "it is not known which port " + release.content().image() + " listens on",
          "add EXPOSE to the Dockerfile or `deploy: port:` to .slipway.yml",
          false,
          new IllegalArgumentException("no port"));
    }
    return port;
  }

  /** How many processes and threads one container may have. */
  public static int pids(Release release) {
    Integer pids = release.content().spec().workload().resources().pids();
    return Objects.requireNonNullElse(pids, USUAL_PIDS);
  }
}
