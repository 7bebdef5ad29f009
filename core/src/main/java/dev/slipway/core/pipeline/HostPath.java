package dev.slipway.core.pipeline;

import dev.slipway.core.InvalidValueException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a service answers for: a host name, and the paths below a prefix. Of several prefixes that
 * fit a request, the longest one has it; {@code /api} is a prefix of {@code /api} and {@code
 * /api/users}, not of {@code /apis}.
 *
 * @param host in lower case, without port
 * @param path begins with {@code /}; {@code /} for all paths, otherwise without one at its end
 */
public record HostPath(String host, String path) {
  /** Every path. */
  public static final String ALL = "/";

  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+");
  private static final int LONGEST_HOST = 253;
  private static final int LONGEST_PATH = 1024;

  public HostPath {
    if (host.isEmpty() || host.length() > LONGEST_HOST || !isHost(host)) {
      throw new InvalidValueException(
          "\"" + host + "\" is no host name; write it like shop.example.com");
    }
    boolean fits = path.length() <= LONGEST_PATH && PATH.matcher(path).matches();
    if (!path.equals(ALL) && (!fits || (path + ALL).contains("/./") || hasParent(path))) {
      throw new InvalidValueException(
          "\"" + path + "\" is no path; write it like shop.example.com/api");
    }
  }

  /**
   * Reads {@code HOST} or {@code HOST/PATH}, as people write it.
   *
   * @throws InvalidValueException when it is neither
   */
  public static HostPath parse(String written) {
    int slash = written.indexOf('/');
    String host = slash < 0 ? written : written.substring(0, slash);
    String path = slash < 0 ? ALL : written.substring(slash);
    while (path.length() > 1 && path.endsWith(ALL)) {
      path = path.substring(0, path.length() - 1);
    }
    return new HostPath(host.toLowerCase(Locale.ROOT), path);
  }

  private static boolean isHost(String host) {
    for (String label : host.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasParent(String path) {
    return (path + ALL).contains("/../");
  }

  /** As people write it. */
  @Override
  public String toString() {
    return path.equals(ALL) ? host : host + path;
  }
}
