/**
 * What {@code slipway doctor} looks at: each class examines one part of the machine and tells what
 * it found.
 */
@NullMarked
package dev.slipway.server.doctor;

import org.jspecify.annotations.NullMarked;
