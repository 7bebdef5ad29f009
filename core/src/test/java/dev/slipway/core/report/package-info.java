/** The contract of the reports, and a stand-in in memory. */
@NullMarked
package dev.slipway.core.report;

import org.jspecify.annotations.NullMarked;
