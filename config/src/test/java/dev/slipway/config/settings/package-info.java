@NullMarked
package dev.slipway.config.settings;

import org.jspecify.annotations.NullMarked;
