@NullMarked
package dev.slipway.builder.dockerfile;

import org.jspecify.annotations.NullMarked;
