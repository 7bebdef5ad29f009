package dev.slipway.dashboard.ops;

import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The JSON Schema of the pipeline file, for editors wherever they run: anybody may read it, from
 * pages of other sites too.
 */
public final class PipelineSchema {
  private static final String TYPE = "application/schema+json";

  private final String text;
  private final String tag;

  public PipelineSchema(String text) {
    this.text = text;
    this.tag = "\"" + digest(text) + "\"";
  }

  public Answer show(Call call) {
    boolean known = call.header("If-None-Match").filter(this::isNamedIn).isPresent();
    return (known ? Answer.empty(304) : Answer.of(200, TYPE, text))
        .with("Access-Control-Allow-Origin", "*")
        .with("Cache-Control", "max-age=300")
        .with("ETag", tag);
  }

  private boolean isNamedIn(String header) {
    return Arrays.stream(header.split(","))
        .map(String::strip)
        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
