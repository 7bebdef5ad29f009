/**
 * Images of Java projects that have no Dockerfile: a step packages them, and what it left becomes
 * the context of a Dockerfile that we write.
 */
@NullMarked
package dev.slipway.builder.java;

import org.jspecify.annotations.NullMarked;
