/** Runs releases as containers of one Docker engine, and Slipway's own registry beside them. */
@NullMarked
package dev.slipway.deployer.target.docker;

import org.jspecify.annotations.NullMarked;
