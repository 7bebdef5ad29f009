/**
 * Runs the steps of pipelines in containers: the work tree that they share, the services beside
 * them, and the caches that outlive them.
 */
@NullMarked
package dev.slipway.builder.steps;

import org.jspecify.annotations.NullMarked;
