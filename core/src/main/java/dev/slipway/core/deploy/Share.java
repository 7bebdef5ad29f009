package dev.slipway.core.deploy;

import java.util.List;

/**
 * The part of a service's traffic that one release gets.
 *
 * @param release its number, told to nobody but logs, counters and the cookie that keeps a visitor
 *     with it
 * @param weight its part of the sum of all weights; 0 gets only what asks for it by name, and what
 *     no other lets in
 * @param instances share its requests evenly
 */
public record Share(int release, int weight, List<Instance> instances) {
  public Share {
    instances = List.copyOf(instances);
  }
}
