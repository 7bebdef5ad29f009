package dev.slipway.registrysync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Debian's skopeo, which was not written by us, and says what is in a registry. */
final class Skopeo {
  private Skopeo() {}

  /** The manifest that a reference leads to, byte by byte. */
  static String raw(String reference) throws IOException, InterruptedException {
    return run("inspect", "--raw", "--tls-verify=false", "docker://" + reference);
  }

  /** The same from a registry with a password, over TLS of an authority that nobody knows. */
  static String raw(String reference, String login) throws IOException, InterruptedException {
    return run("inspect", "--raw", "--tls-verify=false", "--creds", login, "docker://" + reference);
  }

  /** Pulls a whole image with all its parts into a folder, which checks each digest. */
  static void pull(String reference, String folder) throws IOException, InterruptedException {
    run("copy", "--all", "--src-tls-verify=false", "docker://" + reference, "dir:" + folder);
  }

  /** The digests of everything that an image consists of. */
  static List<String> digests(String reference) throws IOException, InterruptedException {
    return Pattern.compile("sha256:[0-9a-f]{64}")
        .matcher(raw(reference))
        .results()
        .map(MatchResult::group)
        .distinct()
        .toList();
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }
}
