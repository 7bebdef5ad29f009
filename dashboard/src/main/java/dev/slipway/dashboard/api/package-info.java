/** The REST API: one class per noun, and the JSON that each noun is told in. */
@NullMarked
package dev.slipway.dashboard.api;

import org.jspecify.annotations.NullMarked;
