package dev.slipway.builder.dockerfile;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images that a Dockerfile begins with or copies from, and how others are put in their places.
 * Nothing but the name is changed: lines keep their numbers, and platforms and stages stay.
 */
public final class ImageNames {
  private static final String SCRATCH = "scratch";

  /** One byte is one character, so that what is not changed stays the same, whatever it is. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private ImageNames() {}

  /**
   * One place that names an image.
   *
   * @param line in which its instruction begins, counted from 1
   * @param before the word that it stands behind: {@code FROM} or {@code COPY --from=}
   * @param written as it stands there
   * @param image the same with its variables replaced
   */
  public record ImageName(int line, String before, String written, String image) {}

  /**
   * All up to a stage, in their order; neither earlier stages nor {@code scratch}.
   *
   * @param target the stage to build
   * @throws DockerfileException when a name cannot be worked out
   */
  public static List<ImageName> upTo(Stage target, Dockerfile file, Scope global)
      throws DockerfileException {
    List<ImageName> names = new ArrayList<>();
    for (Stage stage : file.stages().subList(0, target.number() + 1)) {
      Instruction.From from = stage.from();
      String image = global.expand(from.place(), from.image());
      boolean earlier =
          file.stageBefore(stage.number(), image)
              .filter(found -> image.equalsIgnoreCase(found.name()))
              .isPresent();
      if (!earlier && !image.equals(SCRATCH)) {
        names.add(new ImageName(from.place().line(), "FROM", from.image(), image));
      }
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Instruction.Copy copy && !copy.add()) {
          copiedFrom(copy, stage, file).ifPresent(names::add);
        }
      }
    }
    return names;
  }

  /** Variables are not replaced in that flag, by which none of them names an image. */
  private static Optional<ImageName> copiedFrom(
      Instruction.Copy copy, Stage stage, Dockerfile file) {
    return Optional.ofNullable(copy.flag("from"))
        .filter(from -> from.indexOf('$') < 0)
        .filter(from -> !from.matches("[0-9]+"))
        .filter(from -> file.stageBefore(stage.number(), from).isEmpty())
        .map(from -> new ImageName(copy.place().line(), "COPY --from=", from, from));
  }

  /**
   * The Dockerfile with another image in one place; empty where the name is not in one piece, or is
   * quoted.
   */
  public static Optional<byte[]> replaced(byte[] dockerfile, ImageName name, String by) {
    String text = new String(dockerfile, BYTES);
    int from = startOf(text, name.line());
    String flag = name.before().startsWith("COPY") ? "--from=" : "";
    Pattern word =
        Pattern.compile("(?<=\\s)" + flag + Pattern.quote(name.written()) + "(?=\\s|[\\\\`]\\s|$)");
    Matcher found = word.matcher(text);
    if (!found.find(from) || !isOfOneInstruction(text, from, found.start())) {
      return Optional.empty();
    }
    int start = found.start() + flag.length();
    String replaced =
        text.substring(0, start) + by + text.substring(start + name.written().length());
    return Optional.of(replaced.getBytes(BYTES));
  }

  private static int startOf(String text, int line) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      at = text.indexOf('\n', at) + 1;
    }
    return at;
  }

  /** Each line between goes on in the next, or is left out since it is empty or a comment. */
  private static boolean isOfOneInstruction(String text, int from, int to) {
    int end = text.lastIndexOf('\n', to);
    if (end < from) {
      return true;
    }
    return text.substring(from, end)
        .lines()
        .map(String::strip)
        .allMatch(line -> line.isEmpty() || line.startsWith("#") || line.matches(".*[\\\\`]"));
  }
}
