package dev.slipway.core.delivery;

import dev.slipway.core.source.CommitSha;
import org.jspecify.annotations.Nullable;

/**
 * What was last decided on a ref.
 *
 * @param decided the commit it was decided on, whatever the decision
 * @param built the commit last decided to be built; null when none was
 * @param before what the ref was at before {@code decided}, as the forge said; null when it did not
 */
public record Head(CommitSha decided, @Nullable CommitSha built, @Nullable CommitSha before) {}
