package dev.slipway.dashboard.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.source.Repository;
import org.jspecify.annotations.Nullable;

/**
 * A repository that an account can see, as the API tells it.
 *
 * @param dockerfile null when the forge did not say in time
 * @param repositoryId null when Slipway does not know it
 */
record OfferedView(
    String name,
    String cloneUrl,
    String defaultBranch,
    String description,
    @JsonProperty("private") boolean isPrivate,
    @Nullable Boolean dockerfile,
    boolean mayInstallHook,
    boolean enabled,
    @Nullable String repositoryId) {
  static OfferedView of(Offered offered) {
    ForgeRepository there = offered.repository();
    Repository known = offered.known();
    return new OfferedView(
        there.name().value(),
        there.cloneUrl().toString(),
        there.defaultBranch(),
        there.description(),
        there.isPrivate(),
        there.dockerfile(),
        there.mayInstallHook(),
        offered.enabled(),
        known == null ? null : known.id().value());
  }
}
