package dev.slipway.deployer.target.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What runs inside the managed registry's container, for any shell that an image may have. */
enum RegistryScripts {
  /** Its first process. */
  SERVE("registry-serve.sh"),
  CLEAN("registry-clean.sh"),
  REOPEN("registry-reopen.sh");

  /** Changes whenever a container of before would not understand the others. */
  static final String GENERATION = "2";

  private final String text;

  RegistryScripts(String file) {
    try (InputStream in = RegistryScripts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the script " + file + " is missing from this program");
      }
      this.text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the script " + file + " of this program", e);
    }
  }

  String[] command() {
    return new String[] {"/bin/sh", "-c", text};
  }
}
