/**
 * YAML with positions: every value knows its line and column, and every problem is kept until all
 * are found.
 */
@NullMarked
package dev.slipway.config.yaml;

import org.jspecify.annotations.NullMarked;
