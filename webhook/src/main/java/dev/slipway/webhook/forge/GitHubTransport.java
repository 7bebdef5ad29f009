package dev.slipway.webhook.forge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Sends what github-api asks for the way everything is sent here. Answers that are no success do
 * not reach the library, so that neither its repeating nor its waiting for rate limits ever begins.
 */
final class GitHubTransport implements GitHubConnector {
  /** What the JDK's client sets itself, and what would bring a compressed answer. */
  private static final Set<String> LEFT_OUT =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "accept-encoding");

  private final ForgeClient client;

  GitHubTransport(ForgeClient client) {
    this.client = client;
  }

  @Override
  public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
    Map<String, String> headers = new HashMap<>();
    request
        .allHeaders()
        .forEach((name, values) -> {
          if (!LEFT_OUT.contains(name.toLowerCase(Locale.ROOT))) {
            headers.put(name, String.join(", ", values));
          }
        });
    URI uri = URI.create(request.url().toString());
    Answer answer = client.carry(new ForgeRequest(request.method(), uri, headers, body(request)));
    return new Response(request, answer);
  }

  private static @Nullable String body(GitHubConnectorRequest request) throws IOException {
    if (!request.hasBody()) {
      return null;
    }
    try (InputStream body = request.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A successful answer in the library's form. */
  private static final class Response extends GitHubConnectorResponse {
    private final byte[] body;

    Response(GitHubConnectorRequest request, Answer answer) {
      super(request, answer.status(), answer.headers().map());
      this.body = answer.body().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public InputStream bodyStream() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public void close() {}
  }
}
