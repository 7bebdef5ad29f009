package dev.slipway.config.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commented pipeline file that shows every key, cut into topics. The file is what people read,
 * and a test reads it as a pipeline file too.
 */
public final class Reference {
  /** What stands before the first key. */
  public static final String INTRODUCTION = "format";

  private static final Pattern HEADING =
      Pattern.compile("^# == ([a-z_]+) ==\\n", Pattern.MULTILINE);

  private Reference() {}

  /** The whole file. */
  public static String text() {
    try (InputStream file = Reference.class.getResourceAsStream("reference.yml")) {
      if (file == null) {
        throw new IllegalStateException("reference.yml is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its parts by top-level key, in the order of the file, with {@link #INTRODUCTION} first. */
  public static Map<String, String> topics() {
    Map<String, String> topics = new LinkedHashMap<>();
    String text = text();
    String topic = INTRODUCTION;
    int from = 0;
    Matcher heading = HEADING.matcher(text);
    while (heading.find()) {
      topics.put(topic, text.substring(from, heading.start()).strip() + "\n");
      topic = heading.group(1);
      from = heading.end();
    }
    topics.put(topic, text.substring(from).strip() + "\n");
    return Collections.unmodifiableMap(topics);
  }
}
