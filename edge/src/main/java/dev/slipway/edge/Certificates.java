package dev.slipway.edge;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates in a folder: pairs of {@code NAME.crt}, the chain with the host's own first, and
 * {@code NAME.key}, both PEM. A pair that cannot be used does the others no harm, and leaves what
 * was last read under its name in use. One thread at a time, but for {@link #cover}.
 */
final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final String CHAIN = ".crt";
  private static final String KEY = ".key";

  private final Vertx vertx;
  private final Path folder;
  private final Map<String, CertificatePair> pairs = new TreeMap<>();
  private Map<String, String> seen = Map.of();
  private boolean unreadable;
  private volatile Set<String> hosts = Set.of();

  Certificates(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  /** Reads what changed since the last time; says whether anything did. */
  boolean read() {
    Map<String, String> now;
    try {
      now = look();
      unreadable = false;
    } catch (IOException e) {
      tellUnreadable(e);
      return false;
    }
    if (now.equals(seen)) {
      return false;
    }
    Map<String, String> before = seen;
    seen = now;
    boolean changed = pairs.keySet().retainAll(now.keySet());
    for (Map.Entry<String, String> pair : now.entrySet()) {
      if (!pair.getValue().equals(before.get(pair.getKey()))) {
        changed |= read(pair.getKey());
      }
    }
    hosts = pairs.values().stream().flatMap(p -> p.hosts().stream()).collect(Collectors.toSet());
    return changed;
  }

  private void tellUnreadable(IOException why) {
    if (!unreadable) {
      LOG.error(
          "The folder of certificates {} cannot be read ({}). What was read before stays in use:"
              + " check that it is there, and its owner and mode.",
          folder,
          why.toString());
    }
    unreadable = true;
  }

  /** Whether a certificate is for the host. */
  boolean cover(String host) {
    Set<String> known = hosts;
    int dot = host.indexOf('.');
    return known.contains(host) || (dot > 0 && known.contains("*" + host.substring(dot)));
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** All of them for a server, which chooses by the host that a client asks for. */
  PemKeyCertOptions options() {
    PemKeyCertOptions options = new PemKeyCertOptions();
    pairs.values().forEach(pair -> options.addCertValue(pair.chain()).addKeyValue(pair.key()));
    return options;
  }

  private boolean read(String name) {
    try {
      CertificatePair pair =
          CertificatePair.read(vertx, folder.resolve(name + CHAIN), folder.resolve(name + KEY));
      CertificatePair before = pairs.put(name, pair);
      LOG.info(
          "The certificate {} is for {}, until {}",
          folder.resolve(name + CHAIN),
          String.join(", ", pair.hosts()),
          pair.until());
      return !Objects.equals(before, pair);
    } catch (UnusablePairException e) {
      LOG.error(
          "{} {}",
          e.getMessage(),
          pairs.containsKey(name)
              ? "The pair that was read before stays in use."
              : "Its hosts have no certificate until then.");
      return false;
    }
  }

  /** The state of each pair's files, by name. */
  private Map<String, String> look() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, String> states = new TreeMap<>();
      List<Path> chains = files.filter(file -> file.toString().endsWith(CHAIN)).toList();
      for (Path chain : chains) {
        String file = chain.getFileName().toString();
        String name = file.substring(0, file.length() - CHAIN.length());
        states.put(name, state(chain) + " " + state(folder.resolve(name + KEY)));
      }
      return states;
    }
  }

  private static String state(Path file) throws IOException {
    return Files.exists(file)
        ? Files.getLastModifiedTime(file).toInstant() + "/" + Files.size(file)
        : "missing";
  }
}
