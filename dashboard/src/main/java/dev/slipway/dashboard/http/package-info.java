/**
 * What endpoints are written in: calls, answers, problems, JSON, and the step off the event loop.
 */
@NullMarked
package dev.slipway.dashboard.http;

import org.jspecify.annotations.NullMarked;
