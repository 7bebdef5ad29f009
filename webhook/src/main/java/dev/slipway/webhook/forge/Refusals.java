package dev.slipway.webhook.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns answers that are no success into {@link Trouble}, with the forge's own reason. */
final class Refusals {
  private static final int LONGEST_REASON = 200;

  private Refusals() {}

  static Trouble of(Site site, Answer answer, Clock clock) {
    Optional<Duration> pause = RateLimits.pauseAfter(answer, clock);
    String why = answer.status() + reason(site, answer);
    if (pause.isPresent()) {
      String hint = "Slipway waits " + pause.get().toSeconds() + " s before it asks again";
      return new Trouble(Kind.RATE_LIMITED, why, hint, pause.get(), null);
    }
    Kind kind = kind(answer.status());
    Duration retryAfter =
        kind == Kind.UNAVAILABLE ? RateLimits.retryAfter(answer, clock).orElse(null) : null;
    return new Trouble(kind, why, hint(kind, site), retryAfter, null);
  }

  private static Kind kind(int status) {
    return switch (status) {
      case 401 -> Kind.UNAUTHORIZED;
      case 403, 451 -> Kind.FORBIDDEN;
      case 404, 410 -> Kind.NOT_FOUND;
      case 408, 425 -> Kind.UNAVAILABLE;
      default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
    };
  }

  private static String hint(Kind kind, Site site) {
    return switch (kind) {
      case UNAUTHORIZED -> "connect the account again with a token that is valid";
      case FORBIDDEN -> "give the token the rights that Slipway needs: " + site.rights();
      case NOT_FOUND -> "check the name, and that the token may see it: " + site.rights();
      case REFUSED -> "check the address of the account and the name of the repository";
      case RATE_LIMITED, UNAVAILABLE ->
          "Slipway tries again; if it stays so, look whether the forge is up";
    };
  }

  private static String reason(Site site, Answer answer) {
    String said = answer.isPage() ? "" : said(answer.body());
    String plain = site.withoutToken(said).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return plain.isEmpty() ? "" : " " + Shortened.text(plain, LONGEST_REASON);
  }

  private static String said(String body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      List<String> parts = new ArrayList<>();
      add(parts, json.path("message"));
      add(parts, json.path("error").path("message"));
      add(parts, json.path("error"));
      add(parts, json.path("error_description"));
      json.path("errors").forEach(error -> add(parts, error.path("message")));
      return String.join("; ", parts);
    } catch (JsonProcessingException _) {
      return "";
    }
  }

  private static void add(List<String> parts, JsonNode node) {
    if (node.isTextual()) {
      parts.add(node.textValue());
    } else if (node.isContainerNode() && !node.isEmpty() && !node.has("message")) {
      parts.add(node.toString());
    }
  }
}
