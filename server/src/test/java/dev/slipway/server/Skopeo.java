package dev.slipway.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Debian's skopeo, which puts images into registries and says what is there. */
final class Skopeo {
  private Skopeo() {}

  /** Copies an image of the engine to a registry. */
  static void push(String image, OutsideRegistry to, String reference)
      throws IOException, InterruptedException {
    run(
        "copy",
        "--dest-tls-verify=false",
        "--dest-creds",
        login(),
        "docker-daemon:" + image,
        "docker://" + to.host() + "/" + reference);
  }

  /** What a reference leads to. */
  static String digest(OutsideRegistry at, String reference)
      throws IOException, InterruptedException {
    return run(
            "inspect",
            "--tls-verify=false",
            "--creds",
            login(),
            "--format",
            "{{.Digest}}",
            "docker://" + at.host() + "/" + reference)
        .strip();
  }

  private static String login() {
    return OutsideRegistry.USER + ":" + OutsideRegistry.PASSWORD;
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("skopeo " + arguments[0] + ": " + said);
    }
    return said;
  }
}
