/** The contract of the repositories, and a stand-in in memory. */
@NullMarked
package dev.slipway.core.source;

import org.jspecify.annotations.NullMarked;
