package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.ContainerEvent.What;
import dev.slipway.core.deploy.Target;
import dev.slipway.dashboard.http.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a container, as the API tells it.
 *
 * @param kind {@code started}, {@code restarted}, {@code died}, {@code signalled} or {@code health}
 * @param exitCode of one that died; null otherwise
 * @param outOfMemory of one that died; null otherwise
 * @param signal of one that was signalled; null otherwise
 * @param health of one whose health changed; null otherwise
 * @param text the same in words
 */
record ContainerEventView(
    @Nullable String at,
    String container,
    int release,
    String kind,
    @Nullable Integer exitCode,
    @Nullable Boolean outOfMemory,
    @Nullable Integer signal,
    @Nullable String health,
    String text) {
  static ContainerEventView of(Happening happening) {
    ContainerEvent event = happening.event();
    What.@Nullable Died died = event.what() instanceof What.Died end ? end : null;
    return new ContainerEventView(
        Json.time(event.at()),
        event.container(),
        event.release(),
        happening.kind(),
        died == null ? null : died.code(),
        died == null ? null : died.outOfMemory(),
        event.what() instanceof What.Signalled(int signal) ? signal : null,
        event.what() instanceof What.HealthChanged(Target.Health to)
            ? to.name().toLowerCase(Locale.ROOT)
            : null,
        happening.sentence());
  }
}
