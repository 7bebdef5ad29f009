package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Release;
import dev.slipway.dashboard.http.Json;
import org.jspecify.annotations.Nullable;

/** A release as the API tells it. */
record ReleaseView(
    int number,
    String image,
    String digest,
    String commit,
    @Nullable String createdAt,
    String by,
    String kind,
    @Nullable Integer rolledBackTo,
    String reason,
    String state,
    @Nullable String build,
    String deployment) {

  static ReleaseView of(Release release, ReleaseStanding standing) {
    var content = release.content();
    return new ReleaseView(
        release.number(),
        content.image().toString(),
        content.image().digest(),
        content.commit().hex(),
        Json.time(content.createdAt()),
        content.by(),
        content.kind().id(),
        content.rolledBackTo(),
        content.reason(),
        standing.id(),
        content.build() == null ? null : content.build().value(),
        content.deployment().value());
  }
}
