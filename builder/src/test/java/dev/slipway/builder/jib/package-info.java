@NullMarked
package dev.slipway.builder.jib;

import org.jspecify.annotations.NullMarked;
