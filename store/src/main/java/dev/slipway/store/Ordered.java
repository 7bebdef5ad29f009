package dev.slipway.store;

import dev.slipway.core.Page;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.List;

/** Pages of a sorted set of ids, all with the same score, so that Redis orders them by id. */
final class Ordered {
  private Ordered() {}

  /** The ids of one page, newest first. */
  static Page<String> newestFirst(Redis redis, String key, Page.Request page) {
    String before = page.before();
    Range.Boundary<String> upper =
        before == null ? Range.Boundary.unbounded() : Range.Boundary.excluding(before);
    Range<String> range = Range.from(Range.Boundary.unbounded(), upper);
    List<String> ids =
        redis.call(commands -> commands.zrevrangebylex(key, range, Limit.from(page.limit() + 1L)));
    return page(ids, page);
  }

  /** What was found for a page, where one more than its limit tells that there is another one. */
  static Page<String> page(List<String> ids, Page.Request page) {
    if (ids.size() <= page.limit()) {
      return new Page<>(ids, null);
    }
    List<String> shown = ids.subList(0, page.limit());
    return new Page<>(shown, shown.getLast());
  }
}
