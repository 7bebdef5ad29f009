/** The verbs, one class each. */
@NullMarked
package dev.slipway.cli.verb;

import org.jspecify.annotations.NullMarked;
