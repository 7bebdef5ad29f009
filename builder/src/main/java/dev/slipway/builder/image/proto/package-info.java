/** As much of the protobuf wire format as talking with BuildKit takes. */
@NullMarked
package dev.slipway.builder.image.proto;

import org.jspecify.annotations.NullMarked;
