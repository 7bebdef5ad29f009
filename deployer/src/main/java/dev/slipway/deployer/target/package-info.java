/** The places where containers may run, by the names that the administrator gave them. */
@NullMarked
package dev.slipway.deployer.target;

import org.jspecify.annotations.NullMarked;
