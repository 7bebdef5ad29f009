package dev.slipway.dashboard;

import java.util.function.Supplier;

/**
 * One dependency that can be asked whether it is there.
 *
 * @param name as {@code /readyz} tells it
 * @param trouble what is wrong, in one sentence; empty when nothing is. Blocks for seconds at most
 */
public record ReadinessCheck(String name, Supplier<String> trouble) {}
