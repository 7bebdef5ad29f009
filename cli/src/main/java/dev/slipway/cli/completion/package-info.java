/** What shells are told so that they complete what is typed. */
@NullMarked
package dev.slipway.cli.completion;

import org.jspecify.annotations.NullMarked;
