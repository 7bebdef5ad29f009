/** Values that builds and services need and nobody may see. */
@NullMarked
package dev.slipway.core.secret;

import org.jspecify.annotations.NullMarked;
