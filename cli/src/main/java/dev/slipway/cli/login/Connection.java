package dev.slipway.cli.login;

import dev.slipway.cli.exit.CommandFailed;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server and the right to use it.
 *
 * @param url without a slash at the end
 * @param token null where nobody signed in
 */
public record Connection(String url, @Nullable String token) {
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  public Connection {
    url = serverUrl(url);
    if (token != null && !TOKEN.matcher(token).matches()) {
      throw CommandFailed.usage(
          "the token holds characters that no token has",
          "copy it again, without spaces and line breaks");
    }
  }

  private static String serverUrl(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException _) {
      throw noServer(text);
    }
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getRawQuery() != null || url.getFragment() != null) {
      throw noServer(text);
    }
    if (url.getRawUserInfo() != null) {
      // The message does not repeat it: there may be a password in it.
      throw CommandFailed.usage(
          "the server's address holds a user or password", "give a token instead: slipway login");
    }
    return text.replaceFirst("/+$", "");
  }

  private static CommandFailed noServer(String text) {
    return CommandFailed.usage(
        "\"" + text + "\" is no server's address", "write it like http://127.0.0.1:8080");
  }

  /** Names the server only: the token is nobody's to read. */
  @Override
  public String toString() {
    return url;
  }
}
