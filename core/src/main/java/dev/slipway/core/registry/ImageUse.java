package dev.slipway.core.registry;

import dev.slipway.core.deploy.NeededReleases.Why;
import dev.slipway.core.deploy.ServiceId;

/** What needs an image, so that it must not be removed. */
public sealed interface ImageUse {
  /** To which service it belongs. */
  ServiceId service();

  /** The number of the release that runs the image. */
  int release();

  /** In words that can follow "needed by", without a full stop. */
  String words();

  /** A release that is on its way, live, or kept for going back to. */
  record ByRelease(ServiceId service, int release, Why why) implements ImageUse {
    @Override
    public String words() {
      return "release v%d of service %s, which %s"
          .formatted(
              release,
              service,
              switch (why) {
                case ON_ITS_WAY -> "is being rolled out";
                case LIVE -> "is live";
                case KEPT_FOR_GOING_BACK -> "is kept for going back to";
              });
    }
  }

  /** A container, running or not: one that has ended may be started again. */
  record ByContainer(ServiceId service, int release, String target, String id, boolean running)
      implements ImageUse {
    private static final int SHOWN = 12;

    @Override
    public String words() {
      return "%scontainer %s of service %s at target %s"
          .formatted(
              running ? "" : "stopped ",
              id.substring(0, Math.min(id.length(), SHOWN)),
              service,
              target);
    }
  }
}
