/** What each forge sends: how it proves itself, and what its payloads mean. */
@NullMarked
package dev.slipway.webhook.dialect;

import org.jspecify.annotations.NullMarked;
