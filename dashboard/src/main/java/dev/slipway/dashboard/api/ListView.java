package dev.slipway.dashboard.api;

import dev.slipway.core.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list as the API tells it.
 *
 * @param next what to send as {@code before} for more; null at the end
 */
record ListView(List<?> items, @Nullable String next) {
  static <T> ListView of(Page<T> page, Function<T, ?> view) {
    return new ListView(page.items().stream().map(view).toList(), page.next());
  }

  static <T> ListView of(List<T> all, Function<T, ?> view) {
    return new ListView(all.stream().map(view).toList(), null);
  }
}
