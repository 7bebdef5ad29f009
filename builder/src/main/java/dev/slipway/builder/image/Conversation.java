package dev.slipway.builder.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.slipway.core.build.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What is said between us and the engine about one build, from the request to the last word. */
final class Conversation {
  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

  private final Engine engine;
  private final RegistryLogins logins;
  private final Cancellation cancellation;

  /**
   * A conversation that has not begun.
   *
   * @param logins to registries that the build fetches from
   */
  Conversation(Engine engine, RegistryLogins logins, Cancellation cancellation) {
    this.engine = engine;
    this.logins = logins;
    this.cancellation = cancellation;
  }

  /**
   * Asks for the build, and passes on all that the engine says of it. Ends early when canceled,
   * with whatever that makes of the connection.
   *
   * @return the error that it ended with; null when there was none
   */
  @Nullable String about(BuildRequest request, ContextBody context, BuildOutput output)
      throws IOException {
    try (Exchange exchange = new Exchange(engine.http());
        var _ = cancellation.onCancel(() -> stop(exchange, request.handle()))) {
      String error = listen(exchange.send(request.with(context, logins)), output);
      if (output.stuck()) {
        stop(exchange, request.handle());
      }
      return error;
    }
  }

  private static @Nullable String listen(Response response, BuildOutput output) throws IOException {
    String error = null;
    try (MappingIterator<JsonNode> messages = JSON.readValues(ReadAhead.of(response.getBody()))) {
      while (!output.stuck() && messages.hasNextValue()) {
        JsonNode message = messages.nextValue();
        output.read(message);
        if (message.has("error")) {
          error = message.get("error").asText();
        } else if (response.getStatusCode() >= 400 && message.has("message")) {
          error = message.get("message").asText();
        }
      }
    }
    return error;
  }

  /**
   * Tells BuildKit by name, which also ends what it shares with nobody, and the classic builder by
   * leaving. The call gets a thread of its own, so that an engine that hangs cannot hold up whoever
   * cancels.
   */
  private void stop(Exchange exchange, String handle) {
    Thread.ofVirtual().name("cancel-build").start(() -> cancelOnEngine(handle));
    exchange.breakOff();
  }

  private void cancelOnEngine(String handle) {
    Request request =
        Request.builder().method(Request.Method.POST).path("/build/cancel?id=" + handle).build();
    try (Response response = engine.http().execute(request);
        InputStream body = response.getBody()) {
      body.readAllBytes();
    } catch (IOException | RuntimeException _) {
      // Closing the connection ends the build as well; this only makes sure.
    }
  }
}
