/**
 * The pipeline file: what may stand in it, what it means, and what is inferred where it is silent.
 */
@NullMarked
package dev.slipway.config.pipeline;

import org.jspecify.annotations.NullMarked;
