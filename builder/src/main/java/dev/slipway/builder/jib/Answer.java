package dev.slipway.builder.jib;

import dev.slipway.core.build.BuiltImage;

/** What came of asking for an image without an engine. */
public sealed interface Answer {
  /** It is in the registry. */
  record Built(BuiltImage image) implements Answer {}

  /**
   * An engine has to build it.
   *
   * @param because one sentence without a full stop, such as {@code line 7: RUN needs an engine}
   */
  record LeaveToEngine(String because) implements Answer {}
}
