/** Tests of the plainest values. */
@NullMarked
package dev.slipway.core;

import org.jspecify.annotations.NullMarked;
