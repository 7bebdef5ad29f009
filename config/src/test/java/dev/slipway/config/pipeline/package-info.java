@NullMarked
package dev.slipway.config.pipeline;

import org.jspecify.annotations.NullMarked;
