package dev.slipway.cli.hook;

import dev.slipway.cli.exit.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the {@code post-receive} script of one repository: the template with the repository's
 * values filled in.
 *
 * @see <a href="https://git-scm.com/docs/githooks#post-receive">git on post-receive</a>
 */
public final class PostReceiveScript {
  private static final String TEMPLATE = "post-receive.sh";
  private static final Pattern PLACE = Pattern.compile("@([A-Z_]+)@");
  private static final Pattern WEBHOOK = Pattern.compile("(https?://.+)/webhooks/git(/[^/]+)?");
  private static final Pattern SAFE_NAME = Pattern.compile("[^\\x00-\\x1f\\x7f]+");
  private static final int BYTES_PER_LINE = 16;

  private PostReceiveScript() {}

  /**
   * Writes the script.
   *
   * @param repository {@code owner/name}
   * @param webhookUrl where the server wants to hear of pushes
   */
  public static String of(String repository, String webhookUrl, String secret) {
    Matcher webhook = WEBHOOK.matcher(webhookUrl);
    if (!webhook.matches() || !SAFE_NAME.matcher(webhookUrl + repository).matches()) {
      throw CommandFailed.usage(
          "%s is no webhook of a plain git server: %s".formatted(repository, webhookUrl),
          "is the server's SLIPWAY_PUBLIC_URL right?");
    }
    HmacPads pads = HmacPads.of(secret);
    Map<String, String> values =
        Map.of(
            "REPOSITORY", quoted(repository),
            "WEBHOOK_URL", quoted(webhookUrl),
            "SERVER_URL", quoted(webhook.group(1)),
            "INNER_PAD", printed(pads.inner()),
            "OUTER_PAD", printed(pads.outer()));
    return PLACE
        .matcher(template())
        .replaceAll(place ->
            Matcher.quoteReplacement(
                Optional.ofNullable(values.get(place.group(1))).orElseThrow()));
  }

  /** As one word of a shell that stands for nothing but itself. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** As printf commands, in octal: the only escapes that every shell's printf has. */
  private static String printed(byte[] bytes) {
    var commands = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      if (i % BYTES_PER_LINE == 0) {
        commands.append(i == 0 ? "printf '" : "'\n  printf '");
      }
      commands.append(String.format("\\%03o", bytes[i] & 0xff));
    }
    return commands.append('\'').toString();
  }

  private static String template() {
    try (InputStream in = PostReceiveScript.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + TEMPLATE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
