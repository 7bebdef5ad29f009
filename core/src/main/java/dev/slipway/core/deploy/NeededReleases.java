package dev.slipway.core.deploy;

import dev.slipway.core.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which releases of a service have to stay able to run: those on their way, the live one, and as
 * many before it as its pipeline file wants kept. A rollout back runs containers of an earlier
 * release, so that all of these count, whatever their number.
 */
public final class NeededReleases {
  private static final int AT_ONCE = 100;

  private NeededReleases() {}

  /** Why a release is needed. */
  public enum Why {
    ON_ITS_WAY,
    LIVE,
    KEPT_FOR_GOING_BACK
  }

  public record Needed(Release release, Why why) {}

  /** Newest first. */
  public static List<Needed> of(Services services, Service service) {
    List<Needed> needed = new ArrayList<>();
    int wanted = 1 + retained(services, service);
    @Nullable String next = null;
    do {
      Page<Release> page = services.releases(service.id(), new Page.Request(AT_ONCE, next));
      for (Release release : page.items()) {
        Optional<Deployment> rollout = services.deployment(release.content().deployment());
        boolean wasLive =
            rollout.filter(it -> it.state() instanceof DeploymentState.Live).isPresent();
        boolean goesOn = rollout.filter(it -> !it.state().ended()).isPresent();
        boolean live = Integer.valueOf(release.number()).equals(service.live());
        if (live) {
          needed.add(new Needed(release, Why.LIVE));
        } else if (goesOn) {
          needed.add(new Needed(release, Why.ON_ITS_WAY));
        } else if (wasLive && wanted > 0) {
          needed.add(new Needed(release, Why.KEPT_FOR_GOING_BACK));
        }
        wanted -= wasLive ? 1 : 0;
      }
      next = wanted > 0 ? page.next() : null;
    } while (next != null);
    return needed;
  }

  /** As the live release says; it is not among them. */
  private static int retained(Services services, Service service) {
    Integer live = service.live();
    return live == null
        ? 0
        : services
            .release(service.id(), live)
            .map(release -> release.content().spec().retainReleases())
            .orElse(0);
  }
}
