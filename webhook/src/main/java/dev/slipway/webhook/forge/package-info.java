/** The APIs of the forges: repositories, webhooks, commit statuses and comments. */
@NullMarked
package dev.slipway.webhook.forge;

import org.jspecify.annotations.NullMarked;
