package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A request that a fake forge got.
 *
 * @param path as it was sent, not decoded
 * @param body JSON; a form is turned into an object of texts
 */
public record FakeRequest(
    String method, String path, Map<String, String> query, Headers headers, JsonNode body) {
  static final ObjectMapper JSON = new ObjectMapper();

  static FakeRequest of(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    JsonNode body;
    if (text.isEmpty()) {
      body = JSON.missingNode();
    } else if (type.startsWith("application/x-www-form-urlencoded")) {
      ObjectNode form = JSON.createObjectNode();
      pairs(text).forEach(form::put);
      body = form;
    } else {
      body = JSON.readTree(text);
    }
    return new FakeRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        pairs(exchange.getRequestURI().getRawQuery()),
        exchange.getRequestHeaders(),
        body);
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    if (text != null && !text.isEmpty()) {
      for (String pair : text.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        pairs.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return pairs;
  }

  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String header(String name) {
    return String.valueOf(headers.getFirst(name));
  }

  int number(String parameter, int otherwise) {
    return Integer.parseInt(query.getOrDefault(parameter, Integer.toString(otherwise)));
  }

  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
