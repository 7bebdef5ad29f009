/**
 * What Slipway is about: its nouns, their states, its ports. Depends on the JDK and JSpecify only.
 */
@NullMarked
package dev.slipway.core;

import org.jspecify.annotations.NullMarked;
