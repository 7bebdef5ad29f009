/**
 * REST API, pages, live logs and sign-in. {@link dev.slipway.dashboard.Dashboard} is the entry; the
 * other public types here are what it is given.
 */
@NullMarked
package dev.slipway.dashboard;

import org.jspecify.annotations.NullMarked;
