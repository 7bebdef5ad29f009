/**
 * The {@code slipway} client commands: how they are put together, and what the program answers its
 * shell.
 */
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
