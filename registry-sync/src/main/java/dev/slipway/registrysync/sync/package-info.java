/** Follows rules: compares two repositories, and copies until they are as the rule says. */
@NullMarked
package dev.slipway.registrysync.sync;

import org.jspecify.annotations.NullMarked;
