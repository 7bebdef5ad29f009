/** Tells what is in Slipway's own registry, and removes from it what may go. */
@NullMarked
package dev.slipway.registrysync.inventory;

import org.jspecify.annotations.NullMarked;
