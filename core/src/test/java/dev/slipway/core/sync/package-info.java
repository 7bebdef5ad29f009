/** Tests of rules and runs, and the suites that every store of them passes. */
@NullMarked
package dev.slipway.core.sync;

import org.jspecify.annotations.NullMarked;
