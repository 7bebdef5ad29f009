package dev.slipway.dashboard.ops;

import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The description of the API, written by hand and held against the routes by a test. */
public final class OpenApi {
  private final String text;

  public OpenApi() {
    try (InputStream file = OpenApi.class.getResourceAsStream("openapi.yaml")) {
      if (file == null) {
        throw new IllegalStateException("openapi.yaml is not in the jar");
      }
      text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Answer show(Call call) {
    return Answer.of(200, "application/yaml", text).with("Cache-Control", "max-age=60");
  }
}
