package dev.slipway.registrysync.oci;

import dev.slipway.core.InvalidValueException;
import java.util.regex.Pattern;

/**
 * A repository of a registry.
 *
 * @param registry {@code HOST[:PORT]}
 * @param path within it
 */
public record RepositoryName(String registry, String path) {
  private static final Pattern PATH =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

  private static final String HUB = "docker.io";
  private static final int LONGEST = 255;

  public RepositoryName {
    if (!PATH.matcher(path).matches() || path.length() > LONGEST) {
      throw new InvalidValueException(
          "\"" + path + "\" is no repository; write lower-case words, for example acme/shop");
    }
  }

  /** Reads {@code HOST[:PORT]/PATH}; without a host, it is Docker Hub's. */
  public static RepositoryName parse(String text) {
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (!host) {
      return new RepositoryName(HUB, slash < 0 ? "library/" + text : text);
    }
    String path = text.substring(slash + 1);
    return new RepositoryName(
        first, first.equals(HUB) && path.indexOf('/') < 0 ? "library/" + path : path);
  }

  @Override
  public String toString() {
    return registry + "/" + path;
  }
}
