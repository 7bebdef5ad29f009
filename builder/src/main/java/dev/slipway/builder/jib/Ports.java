package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.Instruction;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the ports of EXPOSE: {@code 80}, {@code 80/udp}, {@code 8000-8002/tcp}. */
final class Ports {
  private static final Pattern PORTS =
      Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp|sctp))?", Pattern.CASE_INSENSITIVE);

  private Ports() {}

  /** As the configuration names them. */
  static List<String> of(Instruction.Expose expose, String word) throws UnsureException {
    Matcher ports = PORTS.matcher(word);
    if (!ports.matches()) {
      throw UnsureException.at(expose, "EXPOSE " + word + " is no port that Slipway reads");
    }
    int first = Integer.parseInt(ports.group(1));
    int last = ports.group(2) == null ? first : Integer.parseInt(ports.group(2));
    if (last < first || last > 65_535) {
      throw UnsureException.at(expose, "EXPOSE " + word + " is no range of ports");
    }
    String protocol = ports.group(3) == null ? "tcp" : ports.group(3).toLowerCase(Locale.ROOT);
    return IntStream.rangeClosed(first, last).mapToObj(port -> port + "/" + protocol).toList();
  }
}
