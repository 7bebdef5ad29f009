/** Tests of the forges' APIs against fake forges. */
@NullMarked
package dev.slipway.webhook.forge;

import org.jspecify.annotations.NullMarked;
