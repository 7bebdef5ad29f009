package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.Instruction;
import dev.slipway.builder.dockerfile.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * The names that BuildKit gives the steps of a stage: {@code [2/3] COPY www /www}, with the stage's
 * name in front where there are several. Only what brings files is a step.
 */
final class StepNames {
  private static final int LONGEST = 200;

  private final String prefix;
  private final boolean hasBase;
  private final List<Instruction> steps = new ArrayList<>();
  private final Instruction.From from;

  /**
   * Numbers the steps of a stage.
   *
   * @param hasBase whether it begins with an image from a registry
   * @param several whether other stages are built too
   */
  StepNames(Stage stage, boolean hasBase, boolean several) {
    String name = stage.name() == null ? "stage-" + stage.number() : stage.name();
    this.prefix = several ? name + " " : "";
    this.hasBase = hasBase;
    this.from = stage.from();
    for (Instruction instruction : stage.instructions()) {
      if (instruction instanceof Instruction.Copy || instruction instanceof Instruction.Workdir) {
        steps.add(instruction);
      }
    }
  }

  /** That of bringing in the base, with the digest that it was found by. */
  String ofBase(String reference) {
    return name(1, "FROM " + reference);
  }

  int line() {
    return from.place().line();
  }

  String of(Instruction instruction) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).place().line() == instruction.place().line()) {
        String text = instruction.place().text().replaceAll("\\s+", " ");
        return name(i + (hasBase ? 2 : 1), text);
      }
    }
    throw new IllegalStateException(instruction.keyword() + " is no step");
  }

  private String name(int number, String text) {
    int all = steps.size() + (hasBase ? 1 : 0);
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST - 3) + "..." : text;
    return "[" + prefix + number + "/" + all + "] " + cut;
  }
}
