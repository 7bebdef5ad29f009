package dev.slipway.builder.dockerfile;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One FROM and what follows it.
 *
 * @param number counted from 0
 * @param name in lower case; null where it has none
 */
public record Stage(
    int number, @Nullable String name, Instruction.From from, List<Instruction> instructions) {
  public Stage {
    instructions = List.copyOf(instructions);
  }

  /** Whether {@code --target} or {@code --from} may mean it by that name or number. */
  boolean isCalled(String wanted) {
    return wanted.toLowerCase(Locale.ROOT).equals(name) || wanted.equals(String.valueOf(number));
  }
}
