/** The server's own settings: from a file, the environment and flags. */
@NullMarked
package dev.slipway.config.settings;

import org.jspecify.annotations.NullMarked;
