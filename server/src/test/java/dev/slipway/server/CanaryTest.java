package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever finds nothing must be able to find. */
class CanaryTest {
  @TempDir Path folder;

  @Test
  void aCanaryIsFoundInEachOfItsForms() throws Exception {
    Canary canary = new Canary();
    byte[] whole = ("x" + canary.value()).getBytes(UTF_8);
    List<String> forms =
        List.of(
            canary.value(),
            URLEncoder.encode(canary.value(), UTF_8),
            JsonNodeFactory.instance.textNode(canary.value()).toString(),
            HexFormat.of().formatHex(whole),
            HexFormat.of().withUpperCase().formatHex(whole),
            Base64.getUrlEncoder().encodeToString(whole),
            Base64.getEncoder().encodeToString(canary.value().getBytes(UTF_8)));
    for (String form : forms) {
      Path file = Files.writeString(folder.resolve("found"), "<" + form + ">");
      assertThat(canary.below(folder)).as(form).containsExactly(file);
    }
    Files.writeString(folder.resolve("found"), "<nothing>");
    assertThat(canary.below(folder)).isEmpty();
  }
}
