package dev.slipway.builder.checkout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys by which ssh servers prove who they are, kept in a file as OpenSSH keeps them. What a
 * server shows the first time is believed and written down; from then on it must show that. Safe
 * for concurrent use, also by several processes.
 */
final class KnownHosts {
  private static final Logger LOG = LoggerFactory.getLogger(KnownHosts.class);

  private final Path file;

  KnownHosts(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** The keys that are known of a server. */
  synchronized List<PublicKey> of(String host, int port) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String name = name(host, port);
    List<PublicKey> keys = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length >= 2 && words[0].equals(name)) {
        keys.add(parse(line.strip().substring(name.length()).strip()));
      }
    }
    return keys;
  }

  /** Whether the server is who it was before; a server never seen is written down. */
  synchronized boolean accept(String host, int port, PublicKey shown) throws IOException {
    try (FileChannel channel = open()) {
      var _ = channel.lock();
      List<PublicKey> known = of(host, port);
      if (!known.isEmpty()) {
        return known.stream().anyMatch(key -> KeyUtils.compareKeys(key, shown));
      }
      String line = name(host, port) + " " + PublicKeyEntry.toString(shown) + "\n";
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), channel.size());
      channel.force(true);
      LOG.info(
          "{} was never seen before; its key {} is kept in {}, and must be the same from now on",
          name(host, port),
          KeyUtils.getFingerPrint(shown),
          file);
      return true;
    }
  }

  private FileChannel open() throws IOException {
    Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private PublicKey parse(String entry) throws IOException {
    try {
      PublicKey key = PublicKeyEntry.parsePublicKeyEntry(entry).resolvePublicKey(null, null, null);
      if (key != null) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds a line that is no host's key: " + entry, e);
    }
    throw new IOException(file + " holds a line that is no host's key: " + entry);
  }

  private static String name(String host, int port) {
    return port == GuardedSsh.PORT ? host : "[" + host + "]:" + port;
  }
}
