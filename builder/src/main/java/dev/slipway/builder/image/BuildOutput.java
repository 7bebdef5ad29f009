package dev.slipway.builder.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Understands what one of the engine's builders says, and tells it on as steps and lines. Used by
 * one thread.
 */
interface BuildOutput {
  /**
   * Takes the next message.
   *
   * @throws IOException when it is not readable
   */
  void read(JsonNode message) throws IOException;

  /**
   * Ends the steps that are known to have been carried out; nothing more will be read.
   *
   * @param broken the step that is to blame, which is left as it is; null when all went well
   */
  void end(@Nullable String broken);

  /**
   * Whether the engine has lost the thread, so that nothing of use will come any more although it
   * goes on sending.
   */
  boolean stuck();

  /** The image that came out; null as long as there is none. */
  @Nullable String imageId();

  /** The step that broke the build, when the builder named one. */
  @Nullable String failedStep();

  /** The base image that was being looked up or fetched when it broke; null otherwise. */
  @Nullable String imageBeingFetched();

  /** Whether a step of the Dockerfile itself has started. */
  boolean executing();
}
