/** Tests of builds and the worker, over stores in memory and ports written by hand. */
@NullMarked
package dev.slipway.builder;

import org.jspecify.annotations.NullMarked;
