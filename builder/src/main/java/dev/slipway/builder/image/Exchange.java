package dev.slipway.builder.image;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import org.jspecify.annotations.Nullable;

/**
 * One request whose answer is read as it comes, and which another thread can break off at any time.
 * Opened, used and closed by the thread that reads.
 */
public final class Exchange implements AutoCloseable {
  private final DockerHttpClient http;
  private final Thread reader = Thread.currentThread();
  private @Nullable Response response;
  private boolean broken;
  private boolean closed;

  /** One that has not begun. */
  public Exchange(DockerHttpClient http) {
    this.http = http;
  }

  /** Sends the request with all of its body and waits for the head of the answer. */
  public Response send(Request request) {
    synchronized (this) {
      if (broken) {
        throw new IllegalStateException("broken off before it began");
      }
    }
    Response answer = http.execute(request);
    synchronized (this) {
      response = answer;
      return answer;
    }
  }

  /** Makes the reading thread fail soon, whatever it waits for. */
  public synchronized void breakOff() {
    if (closed) {
      return;
    }
    broken = true;
    if (response == null) {
      // Still sending: there is nothing yet that could be closed, but sockets heed interrupts.
      reader.interrupt();
    } else {
      response.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (broken) {
      // Meant for this exchange only.
      Thread.interrupted();
    }
    if (response != null) {
      response.close();
    }
  }
}
