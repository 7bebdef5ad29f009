package dev.slipway.registrysync;

import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Sends one request and waits for its whole answer, which is small. Safe for concurrent use. */
final class Transport implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  /** Registries need not take manifests over 4 MiB, so no image has a greater one. */
  private static final long LARGEST_ANSWER = 4L << 20;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * Sends it.
   *
   * @param whom for the message: who is expected to answer
   */
  HttpResponse<byte[]> send(HttpRequest.Builder request, String whom) throws RegistryException {
    try {
      return client.send(
          request.timeout(ANSWER_WITHIN).build(),
          BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    } catch (HttpTimeoutException e) {
      throw new RegistryException(
          whom + " does not answer within " + ANSWER_WITHIN.toSeconds() + " s",
          "find out what it is busy with; then try again",
          e);
    } catch (ConnectException e) {
      throw new RegistryException(
          whom + " cannot be reached: nothing accepts connections there",
          "start it, or correct SLIPWAY_REGISTRY",
          e);
    } catch (IOException e) {
      throw new RegistryException(
          whom + " cannot be talked to: " + e.getMessage(),
          "check that it runs, and whether it speaks TLS; then try again",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(
          "interrupted while waiting for " + whom, "start it again if it is still wanted", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
