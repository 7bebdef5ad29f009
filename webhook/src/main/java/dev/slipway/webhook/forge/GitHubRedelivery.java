package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Has GitHub send again what did not arrive; it keeps deliveries for three days, and every attempt
 * has the same {@code guid}.
 *
 * @see <a href="https://docs.github.com/en/rest/repos/webhooks">Deliveries of a webhook</a>
 */
final class GitHubRedelivery {
  private static final int MOST_PAGES = 10;

  /** With pauses that double each time, these reach as far as GitHub keeps deliveries. */
  private static final int MOST_ATTEMPTS = 10;

  private static final Duration PAUSE = Duration.ofMinutes(5);

  private static final Pattern NEXT =
      Pattern.compile("[?&]cursor=([A-Za-z0-9_%.=-]+)[^>]*>\\s*;\\s*rel=\"next\"");

  private final ForgeClient client;

  GitHubRedelivery(ForgeClient client) {
    this.client = client;
  }

  int redeliver(RepositoryName name, String hookId, Instant since) throws ForgeException {
    String hook = "/repos/" + name + "/hooks/" + ForgeClient.encoded(hookId);
    int asked = 0;
    for (Attempts attempts : attemptsSince(name, hook, since).values()) {
      if (attempts.due(client.now())) {
        client.post(
            "redeliver an event of " + name,
            hook + "/deliveries/" + attempts.newest() + "/attempts",
            null);
        asked++;
      }
    }
    return asked;
  }

  /** By guid, the newest delivery first, as GitHub lists them. */
  private Map<String, Attempts> attemptsSince(RepositoryName name, String hook, Instant since)
      throws ForgeException {
    Map<String, Attempts> attempts = new LinkedHashMap<>();
    @Nullable String cursor = "";
    for (int page = 0; page < MOST_PAGES && cursor != null; page++) {
      Answer answer =
          client.send(
              "list the deliveries of " + name,
              "GET",
              hook + "/deliveries?per_page=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor),
              null);
      boolean older = false;
      for (JsonNode delivery : client.json("list the deliveries of " + name, answer)) {
        older |= deliveredAt(delivery).isBefore(since);
        if (!older) {
          note(attempts, delivery);
        }
      }
      cursor = older ? null : next(answer).orElse(null);
    }
    return attempts;
  }

  private static void note(Map<String, Attempts> attempts, JsonNode delivery) {
    int status = delivery.path("status_code").asInt();
    boolean arrived = status >= 200 && status < 300;
    Attempts one = new Attempts(Json.text(delivery, "id"), deliveredAt(delivery), arrived, 1);
    attempts.merge(Json.text(delivery, "guid"), one, Attempts::and);
  }

  private static Instant deliveredAt(JsonNode delivery) {
    try {
      return Instant.parse(Json.text(delivery, "delivered_at"));
    } catch (DateTimeParseException _) {
      return Instant.EPOCH;
    }
  }

  private static Optional<String> next(Answer answer) {
    Matcher matcher = NEXT.matcher(answer.header("Link").orElse(""));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** All attempts to deliver one event, and the id and time of the newest. */
  private record Attempts(String newest, Instant at, boolean arrived, int count) {
    Attempts and(Attempts older) {
      return new Attempts(newest, at, arrived || older.arrived, count + older.count);
    }

    /**
     * At once after the first failure; what keeps failing is left in peace for longer and longer.
     */
    boolean due(Instant now) {
      return !arrived
          && count < MOST_ATTEMPTS
          && !at.plus(PAUSE.multipliedBy((1L << (count - 1)) - 1)).isAfter(now);
    }
  }
}
