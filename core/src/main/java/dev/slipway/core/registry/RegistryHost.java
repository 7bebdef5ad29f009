package dev.slipway.core.registry;

import dev.slipway.core.InvalidValueException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name by which a registry is known, {@code HOST[:PORT]} in lower case. Docker Hub has several,
 * which all become {@code docker.io}.
 */
public record RegistryHost(String value) implements Comparable<RegistryHost> {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:]+])(:[0-9]{1,5})?");
  private static final Set<String> HUB = Set.of("index.docker.io", "registry-1.docker.io");

  public RegistryHost {
    value = value.toLowerCase(Locale.ROOT);
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "\"" + value + "\" is no registry; write HOST or HOST:PORT, such as ghcr.io");
    }
    if (HUB.contains(value)) {
      value = "docker.io";
    }
  }

  @Override
  public int compareTo(RegistryHost other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
