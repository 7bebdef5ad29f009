package dev.slipway.core.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code build}: one image.
 *
 * @param name tells images of one repository apart; also the last part of its path in the registry
 *     when there are several
 * @param context folder that is sent to the engine, relative to the root; empty for the root
 * @param dockerfile path relative to the context
 * @param target stage to build; null for the last
 */
public record ImageBuild(
    String name,
    String context,
    String dockerfile,
    @Nullable String target,
    Map<String, String> args) {
  public ImageBuild {
    args = Map.copyOf(args);
  }
}
