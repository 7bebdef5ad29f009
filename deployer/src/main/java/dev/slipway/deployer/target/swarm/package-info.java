/** Runs releases on a Docker Swarm, and tells and changes the availability of its nodes. */
@NullMarked
package dev.slipway.deployer.target.swarm;

import org.jspecify.annotations.NullMarked;
