@NullMarked
package dev.slipway.config.yaml;

import org.jspecify.annotations.NullMarked;
