package dev.slipway.registrysync.retention;

import dev.slipway.core.Glob;
import java.time.Duration;
import java.util.List;

/**
 * What is kept of a repository although nothing needs it. An image goes only when nothing here
 * keeps it.
 *
 * @param newest how many images with tags are kept, by the time they were made
 * @param youngerThan images of less than this age are kept
 * @param deployedWithin images that were deployed within this time are kept
 * @param tags images that one of these tags leads to are kept
 */
public record RetentionRule(
    int newest, Duration youngerThan, Duration deployedWithin, List<Glob> tags) {
  public RetentionRule {
    tags = List.copyOf(tags);
  }
}
