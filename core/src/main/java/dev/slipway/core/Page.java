package dev.slipway.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, newest first.
 *
 * @param next what to pass as {@link Request#before} for the page after this one; null on the last
 *     page
 */
public record Page<T>(List<T> items, @Nullable String next) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Which page is wanted.
   *
   * @param limit how many items at most, 1 to 200
   * @param before the {@code next} of the page before, or null for the first page
   */
  public record Request(int limit, @Nullable String before) {
    public static final int MOST = 200;

    public Request {
      if (limit < 1 || limit > MOST) {
        throw new InvalidValueException("limit is " + limit + "; give a number from 1 to " + MOST);
      }
    }
  }
}
