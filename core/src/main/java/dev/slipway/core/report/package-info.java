/** What forges still have to be told, and what they were told. */
@NullMarked
package dev.slipway.core.report;

import org.jspecify.annotations.NullMarked;
