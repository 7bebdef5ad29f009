package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.CleanUp.Item;
import dev.slipway.core.deploy.CleanUp.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How things that nobody needs are counted for people. */
final class Things {
  private Things() {}

  /** {@code 2 containers, 1 image and 3 networks}; empty for none. */
  static String counted(List<Item> items) {
    List<String> words = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      long many = items.stream().filter(item -> item.kind() == kind).count();
      if (many > 0) {
        words.add(Show.number(many, word(kind)));
      }
    }
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
