/** Tests of what forges are told. */
@NullMarked
package dev.slipway.webhook.report;

import org.jspecify.annotations.NullMarked;
