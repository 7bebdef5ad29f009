@NullMarked
package dev.slipway.builder.java;

import org.jspecify.annotations.NullMarked;
