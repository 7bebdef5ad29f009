/** Where code comes from: forges, repositories, refs and commits, each checked where it enters. */
@NullMarked
package dev.slipway.core.source;

import org.jspecify.annotations.NullMarked;
