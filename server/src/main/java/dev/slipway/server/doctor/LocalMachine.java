package dev.slipway.server.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Java, folders, ports and disks. */
public final class LocalMachine {
  private static final int JAVA = 25;
  private static final long GIGABYTE = 1_000_000_000;

  private LocalMachine() {}

  /** The Java that runs this. */
  public static Finding java() {
    String name = "Java " + Runtime.version() + " at " + System.getProperty("java.home");
    return Runtime.version().feature() >= JAVA
        ? Finding.well("Java", name)
        : Finding.wrong("Java", name + " is too old", "install a JDK " + JAVA);
  }

  /**
   * The data directory.
   *
   * @param running whether a Slipway holds it
   */
  public static Finding dataDirectory(Path directory, boolean running) {
    if (running) {
      return Finding.well("data directory", "a Slipway is running on " + directory);
    }
    Path existing = existing(directory);
    if (Files.isDirectory(existing) && Files.isWritable(existing)) {
      return Finding.well(
          "data directory",
          directory + (existing.equals(directory) ? " can be written" : " can be made"));
    }
    return Finding.wrong(
        "data directory",
        existing + " cannot be written",
        "give this user the right to it, or give another --data-dir");
  }

  /**
   * A port to listen on; 0 stands for any.
   *
   * @param running whether a Slipway runs here with these settings, which has the port itself
   */
  public static Finding port(String subject, String bind, int port, boolean running) {
    String place = bind + ":" + port;
    if (port == 0) {
      return Finding.well(subject, "any free port is taken at the start");
    }
    try (ServerSocket socket = new ServerSocket()) {
      // As the server does: connections of a server that just ended do not keep the port from us.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(bind, port));
      return Finding.well(subject, place + " is free");
    } catch (IOException e) {
      return running
          ? Finding.well(subject, place + " is in use while Slipway runs")
          : Finding.wrong(
              subject,
              place + " cannot be had: " + e.getMessage(),
              "see what listens there (`ss -ltnp sport = :" + port + "`), or choose another port");
    }
  }

  /**
   * The disk that a folder is or will be on.
   *
   * @param gigabytes that should be free
   */
  public static Finding space(String subject, Path folder, int gigabytes) {
    try {
      FileStore store = Files.getFileStore(existing(folder));
      long free = store.getUsableSpace() / GIGABYTE;
      String says = free + " GB are free for " + folder;
      return free >= gigabytes
          ? Finding.well(subject, says)
          : Finding.wrong(
              subject, says, "free some: " + gigabytes + " GB is little for images and logs");
    } catch (IOException e) {
      return Finding.wrong(
          subject, "the disk of " + folder + " tells nothing: " + e.getMessage(), "see `df -h`");
    }
  }

  /** The folder itself, or the nearest one above it that exists. */
  private static Path existing(Path folder) {
    Path found = folder.toAbsolutePath().normalize();
    while (!Files.exists(found) && found.getParent() != null) {
      found = found.getParent();
    }
    return found;
  }
}
