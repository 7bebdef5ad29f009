package dev.slipway.dashboard.access;

import dev.slipway.core.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a record is as it was, by a digest that does not depend on the process that makes
 * it. Of secrets it covers the name only: who has the digest of a short secret can find it by
 * trying.
 */
final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 in hex; empty for nothing. */
  static String of(@Nullable Object thing) {
    if (thing == null) {
      return "";
    }
    try {
      byte[] bytes = text(thing).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String text(@Nullable Object thing) {
    return switch (thing) {
      case null -> "-";
      case Secret secret -> secret.name();
      case Record record -> text(record);
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
              .sorted()
              .collect(Collectors.joining(",", "{", "}"));
      case Set<?> set ->
          set.stream().map(Fingerprint::text).sorted().collect(Collectors.joining(",", "{", "}"));
      case Collection<?> list ->
          list.stream().map(Fingerprint::text).collect(Collectors.joining(",", "[", "]"));
      default -> thing.toString();
    };
  }

  private static String text(Record record) {
    StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append('(');
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      text.append(component.getName()).append('=').append(text(value(record, component)));
      text.append(';');
    }
    return text.append(')').toString();
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
