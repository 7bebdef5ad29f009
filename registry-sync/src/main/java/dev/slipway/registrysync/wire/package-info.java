/**
 * Requests to registries: who may be asked, as whom, how often, and what to do when one does not
 * answer.
 */
@NullMarked
package dev.slipway.registrysync.wire;

import org.jspecify.annotations.NullMarked;
