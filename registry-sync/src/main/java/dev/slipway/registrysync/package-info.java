/** Talks to registries by the OCI distribution protocol, and trusts nothing but digests. */
@NullMarked
package dev.slipway.registrysync;

import org.jspecify.annotations.NullMarked;
