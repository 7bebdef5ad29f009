package dev.slipway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A secret that is set only to be looked for afterwards, where it must not be. Its telling part is
 * of letters and digits, which URLs, JSON and shells leave as they are.
 */
final class Canary {
  private static final String TELLING = "canary9f3c0d7eZebra";

  private final List<String> forms = new ArrayList<>(List.of(TELLING));

  Canary() {
    byte[] bytes = TELLING.getBytes(UTF_8);
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = (".".repeat(before) + TELLING).getBytes(UTF_8);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      forms.add(text.substring(before + 1, text.length() - 1));
    }
  }

  /** Its value, with what makes encoders work. */
  String value() {
    return "\"" + TELLING + "\" & 'more' +/=\nüber zwei Zeilen\n";
  }

  /** In which forms a text holds it. */
  List<String> in(String text) {
    return forms.stream().filter(text::contains).toList();
  }

  /** Which files below a folder hold it. */
  List<Path> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> !in(bytes(file)).isEmpty()).toList();
    }
  }

  /** Which processes of this machine have it in their arguments or variables. */
  List<String> inProcesses() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(folder -> folder.toString().matches("/proc/\\d+"))
          .flatMap(folder -> Stream.of(folder.resolve("cmdline"), folder.resolve("environ")))
          .filter(file -> !in(bytes(file)).isEmpty())
          .map(Path::toString)
          .toList();
    }
  }

  private static String bytes(Path file) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1);
    } catch (IOException _) {
      return ""; // a process that has ended meanwhile, or is somebody else's
    }
  }
}
