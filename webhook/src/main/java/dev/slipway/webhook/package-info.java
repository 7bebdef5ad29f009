/**
 * Receives webhooks: proves who sent them, reads what changed, decides what to build, and answers
 * when all of it is stored.
 */
@NullMarked
package dev.slipway.webhook;

import org.jspecify.annotations.NullMarked;
