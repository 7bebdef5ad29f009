package dev.slipway.builder.steps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * What is put into a step's container before it starts: its commands, each in a file of its own
 * that one shell reads after the other, so that they share variables and folder, and that nobody
 * has to quote anything. A command that breaks a rule of the shell is reported by its own number
 * and line. As with {@code set -e}, and as in a Dockerfile's RUN, the first one that ends with
 * something else than 0 ends the step.
 */
final class StepScript {
  private static final String FOLDER = ".slipway";

  /** How the container runs it. */
  static final List<String> ENTRYPOINT = List.of("/bin/sh", "/" + FOLDER + "/run");

  private StepScript() {}

  /**
   * The files as a tar archive, to be unpacked at the container's root.
   *
   * @param caches absolute paths of folders that whoever the image runs as has to be able to write
   */
  static byte[] archive(List<String> commands, List<String> caches) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (String cache : caches) {
        folder(tar, cache.substring(1), 0777);
      }
      folder(tar, FOLDER, 0755);
      file(tar, "run", run(commands.size()));
      for (int i = 1; i <= commands.size(); i++) {
        String command = commands.get(i - 1);
        file(tar, String.valueOf(i), command + "\n");
        file(tar, i + ".echo", echo(command));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * What ties the commands together. Both kinds of output go the same way, since only so their
   * order is kept. The shell's own words print the echo: not every image has a {@code cat}.
   */
  static String run(int commands) {
    StringBuilder script = new StringBuilder("exec 2>&1\nset -e\n");
    for (int i = 1; i <= commands; i++) {
      String file = "/" + FOLDER + "/" + i;
      script
          .append("(while IFS= read -r line; do printf '%s\\n' \"$line\"; done) < ")
          .append(file)
          .append(".echo\n. ")
          .append(file)
          .append('\n');
    }
    return script.toString();
  }

  /** How a command is shown before it runs. */
  static String echo(String command) {
    return command.stripTrailing().lines().collect(Collectors.joining("\n> ", "$ ", "\n"));
  }

  private static void folder(TarArchiveOutputStream tar, String path, int mode) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path + "/", TarConstants.LF_DIR);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void file(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(FOLDER + "/" + name, TarConstants.LF_NORMAL);
    entry.setMode(0644);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
