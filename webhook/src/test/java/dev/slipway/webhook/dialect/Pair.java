package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Forge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A payload as a forge sends it ({@code FORGE/NAME.json}), and beside it ({@code
 * FORGE/NAME.expected.txt}) the headers that come with it and, after an empty line, what must be
 * read from the two.
 */
record Pair(String name, ReceivedRequest request, String expected) {
  static List<Pair> all() {
    return Arrays.stream(Forge.values()).flatMap(forge -> of(forge).stream()).toList();
  }

  static List<Pair> of(Forge forge) {
    URL folder = Objects.requireNonNull(Pair.class.getResource(forge.slug()), forge.slug());
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(file -> read(forge, file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same request with another body. */
  ReceivedRequest with(byte[] body) {
    return new ReceivedRequest(request.forge(), null, request.headers(), new Delivery.Body(body));
  }

  /** The same request with its body in a form. */
  ReceivedRequest asForm() {
    String json = new String(request.body().bytes(), StandardCharsets.UTF_8);
    SortedMap<String, String> headers = new TreeMap<>(request.headers());
    headers.put("content-type", "application/x-www-form-urlencoded");
    byte[] form = Requests.utf8("payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8));
    return new ReceivedRequest(request.forge(), null, headers, new Delivery.Body(form));
  }

  private static Pair read(Forge forge, Path payload) {
    try {
      String neighbour = payload.toString().replaceFirst("\\.json$", ".expected.txt");
      String[] parts = Files.readString(Path.of(neighbour)).split("\n\n", 2);
      SortedMap<String, String> headers = new TreeMap<>();
      for (String line : parts[0].split("\n", -1)) {
        String[] header = line.split(": ", 2);
        headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
      }
      Delivery.Body body = new Delivery.Body(Files.readAllBytes(payload));
      return new Pair(
          forge.slug() + "/" + payload.getFileName(),
          new ReceivedRequest(forge, null, headers, body),
          parts[1].strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
