package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets a secret. The value is no argument, since everybody on the machine can read those. */
@Command(
    name = "set",
    description = {
      "Sets a secret, or replaces its value.",
      "The value is asked for without echo, or read from standard input or a file."
    },
    footer = {
      "",
      "Example: slipway secrets set acme/shop NPM_TOKEN < TOKEN-FILE",
      "Example: slipway secrets set acme/shop:production TLS_KEY --value-from key.pem"
    })
public final class SecretsSetCommand extends SecretVerb {
  /** What the server takes at most, in bytes. */
  private static final int LONGEST = 64 * 1024;

  @Parameters(index = "1", paramLabel = "NAME", description = "Letters, digits and underscores.")
  String name = "";

  @Option(
      names = "--value-from",
      paramLabel = "FILE",
      description = "Take the value from a file, as it is; - is standard input.")
  @Nullable String valueFrom;

  @Option(
      names = "--raw",
      description = "Keep the line break at the end of standard input, which is cut otherwise.")
  boolean raw;

  public SecretsSetCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    String value = value();
    if (value.isEmpty()) {
      throw CommandFailed.usage("no value was given", "send it by standard input: ... < FILE");
    }
    ObjectNode body = Json.object();
    body.put("value", value);
    JsonNode secret = api().put(path() + "/" + Api.path(name), body);
    if (json) {
      printJson(secret);
    } else {
      print(List.of(secret));
    }
    return ExitCode.OK;
  }

  private String value() {
    if (valueFrom != null && !valueFrom.equals("-")) {
      return file(valueFrom);
    }
    if (valueFrom == null && shell.terminals().in()) {
      return shell.secret("Value of " + name);
    }
    try {
      String text = text(shell.in(), "standard input");
      return raw ? text : text.replaceFirst("\r?\n\\z", "");
    } catch (IOException e) {
      throw CommandFailed.usage("standard input cannot be read: " + e.getMessage(), "");
    }
  }

  private static String file(String name) {
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      return text(in, name);
    } catch (NoSuchFileException | InvalidPathException _) {
      throw CommandFailed.usage("there is no file " + name, "check the path");
    } catch (IOException e) {
      throw CommandFailed.usage("%s cannot be read: %s".formatted(name, e.getMessage()), "");
    }
  }

  private static String text(InputStream in, String what) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST + 3); // one too many, beside a line break that is cut
    if (bytes.length == LONGEST + 3) {
      throw CommandFailed.usage(
          what + " is larger than a secret may be",
          LONGEST / 1024
              + " kB are the most; keep large files elsewhere, and here what opens them");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw CommandFailed.usage(
          what + " is no text in UTF-8", "encode it first, such as with base64");
    }
  }
}
