/** The script by which a plain git server tells Slipway of pushes. */
@NullMarked
package dev.slipway.cli.hook;

import org.jspecify.annotations.NullMarked;
