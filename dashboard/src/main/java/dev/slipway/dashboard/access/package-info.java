/** Who may come in: tokens, browser sessions, and the checks against forged requests. */
@NullMarked
package dev.slipway.dashboard.access;

import org.jspecify.annotations.NullMarked;
