/** The contract of the logs, and a stand-in in memory. */
@NullMarked
package dev.slipway.core.log;

import org.jspecify.annotations.NullMarked;
