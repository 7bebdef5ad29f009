package dev.slipway.webhook.forge;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Configuration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.glassfish.jersey.client.ClientRequest;
import org.glassfish.jersey.client.ClientResponse;
import org.glassfish.jersey.client.spi.AsyncConnectorCallback;
import org.glassfish.jersey.client.spi.Connector;
import org.glassfish.jersey.client.spi.ConnectorProvider;
import org.glassfish.jersey.message.internal.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * Sends what GitLab4J asks for the way everything is sent here, in place of the client that its
 * library Jersey would use, which looks at no address. Jersey finds it as a service; who sends is a
 * property of its configuration.
 */
public final class GitLabTransport implements ConnectorProvider {
  /** The property with the {@link ForgeClient} that carries the requests. */
  static final String CLIENT = "dev.slipway.webhook.forge.client";

  @Override
  public Connector getConnector(Client client, Configuration configuration) {
    if (configuration.getProperty(CLIENT) instanceof ForgeClient carrier) {
      return new Carrier(carrier);
    }
    throw new IllegalStateException("Jersey is here for GitLab only; property " + CLIENT);
  }

  /** One connection's worth of configuration. */
  private record Carrier(ForgeClient client) implements Connector {
    private static final Set<String> LEFT_OUT =
        Set.of("connection", "content-length", "expect", "host", "upgrade", "accept-encoding");

    @Override
    public ClientResponse apply(ClientRequest request) {
      try {
        String body = body(request);
        ForgeRequest ours =
            new ForgeRequest(request.getMethod(), request.getUri(), headers(request), body);
        return response(request, client.carry(ours));
      } catch (IOException e) {
        throw new ProcessingException(e);
      }
    }

    private static @Nullable String body(ClientRequest request) throws IOException {
      if (!request.hasEntity()) {
        return null;
      }
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      request.setStreamProvider(_ -> body);
      request.writeEntity();
      return body.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(ClientRequest request) {
      Map<String, String> headers = new HashMap<>();
      request
          .getStringHeaders()
          .forEach((name, values) -> {
            if (!LEFT_OUT.contains(name.toLowerCase(Locale.ROOT))) {
              headers.put(name, String.join(", ", values));
            }
          });
      return headers;
    }

    private static ClientResponse response(ClientRequest request, Answer answer) {
      ClientResponse response = new ClientResponse(Statuses.from(answer.status()), request);
      answer.headers().map().forEach(response.getHeaders()::addAll);
      response.setEntityStream(
          new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8)));
      return response;
    }

    @Override
    public Future<?> apply(ClientRequest request, AsyncConnectorCallback callback) {
      try {
        callback.response(apply(request));
      } catch (RuntimeException e) {
        callback.failure(e);
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public String getName() {
      return "Slipway";
    }

    @Override
    public void close() {}
  }
}
