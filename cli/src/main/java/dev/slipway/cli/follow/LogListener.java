package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;

/** Is told of a build's log as it grows. */
public interface LogListener {
  /** {@code {n, t, step, text}}. */
  void line(JsonNode line);

  /** A step as the build tells it; told again whenever it changed, and after a reconnect. */
  void step(JsonNode step);

  /** Nothing more is here for the moment: what was held back may go out. */
  void pause();
}
