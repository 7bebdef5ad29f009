package dev.slipway.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Follows a server's feed of events, from the moment it is made. */
final class EventWatch implements AutoCloseable {
  private static final String DATA = "data: ";

  private final BufferedReader feed;

  private EventWatch(BufferedReader feed) {
    this.feed = feed;
  }

  static EventWatch on(Api api) throws IOException, InterruptedException {
    var feed =
        new BufferedReader(
            new InputStreamReader(api.open("/api/v1/events"), StandardCharsets.UTF_8));
    feed.readLine(); // its first line says that it listens
    return new EventWatch(feed);
  }

  /** Returns as soon as something of that type has come to that status; names it. */
  String await(String type, String status) throws IOException {
    for (String line = feed.readLine(); line != null; line = feed.readLine()) {
      if (line.startsWith(DATA)) {
        JsonNode event = Api.json(line.substring(DATA.length()));
        if (event.get("type").asText().equals(type)
            && event.get("status").asText().equals(status)) {
          return event.get("subject").asText();
        }
      }
    }
    throw new IOException("the feed ended before a " + type + " was " + status);
  }

  @Override
  public void close() throws IOException {
    feed.close();
  }
}
