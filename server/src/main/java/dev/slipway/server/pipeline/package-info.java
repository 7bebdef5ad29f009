/** Verbs about the pipeline file that need no server: they read it as a builder does. */
@NullMarked
package dev.slipway.server.pipeline;

import org.jspecify.annotations.NullMarked;
