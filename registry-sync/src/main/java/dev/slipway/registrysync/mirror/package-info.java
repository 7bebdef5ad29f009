/** Keeps copies of the images that builds begin with, and says which of them to take. */
@NullMarked
package dev.slipway.registrysync.mirror;

import org.jspecify.annotations.NullMarked;
