/**
 * Forges within the test's process: strict about what they are asked, and badly behaved on demand.
 */
@NullMarked
package dev.slipway.webhook.forge.testing;

import org.jspecify.annotations.NullMarked;
