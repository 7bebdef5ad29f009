/** What a repository's pipeline file says, after defaults. */
@NullMarked
package dev.slipway.core.pipeline;

import org.jspecify.annotations.NullMarked;
