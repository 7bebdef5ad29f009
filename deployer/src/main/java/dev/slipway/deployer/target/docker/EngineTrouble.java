package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.slipway.core.deploy.TargetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words what goes wrong at an engine, what helps, and whether trying again can. */
public final class EngineTrouble {
  private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"(.*)\"");
  private static final int SERVER_ERROR = 500;

  private static final String AWAY_HERE =
      "start it (`systemctl start docker`) and see that this user may use its socket; what waits for"
          + " it goes on by itself";

  private static final String AWAY =
      "see that it runs, that its machine lets this one in, and that the certificates on both sides"
          + " are by the same authority and still valid; what waits for it goes on by itself";

  private final String address;

  EngineTrouble(String address) {
    this.address = address;
  }

  /** What an engine's error says, without its wrapping. */
  public static String said(Throwable e) {
    String message = Optional.ofNullable(e.getMessage()).orElse(e.toString());
    Matcher json = MESSAGE.matcher(message);
    return json.find()
        ? json.group(1).replace("\\\"", "\"").replace("\\n", " ").strip()
        : message.strip();
  }

  /**
   * What it answered with.
   *
   * @param what as it follows "could not" in a sentence
   */
  TargetException refused(String what, DockerException e) {
    String said = said(e);
    boolean transientTrouble =
        e.getHttpStatus() >= SERVER_ERROR
            && (said.contains("connection refused")
                || said.contains("shutting down")
                || said.contains("containerd")
                || said.contains("timeout")
                || said.contains("deadline exceeded")
                || said.contains("does not have a leader"));
    return new TargetException(
        "the engine could not " + what + ": " + said, hint(said), transientTrouble, e);
  }

  /** What happened to the connection, or in the middle of an answer. */
  TargetException broken(String what, RuntimeException e) {
    String said = said(e);
    if (isConnection(e)) {
      return new TargetException(
          "the Docker engine at " + address + " cannot be reached: " + said,
          address.startsWith("tcp:") ? AWAY : AWAY_HERE,
          true,
          e);
    }
    // docker-java reports what an engine says in the middle of a stream as a plain exception.
    boolean registryAway = said.contains("connection refused") || said.contains("timeout");
    return new TargetException(
        "the engine could not " + what + ": " + said, hint(said), registryAway, e);
  }

  private static boolean isConnection(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException || cause instanceof UncheckedIOException) {
        return true;
      }
    }
    return false;
  }

  private static String hint(String said) {
    if (said.contains("connection refused")) {
      return "see that the registry runs and that the engine can reach it";
    }
    if (said.contains("unauthorized") || said.contains("denied")) {
      return "give Slipway credentials for that registry";
    }
    if (said.contains("not found") || said.contains("manifest unknown")) {
      return "see that the image was pushed and not pruned; build it again if it is gone";
    }
    if (said.contains("server gave HTTP response to HTTPS client")) {
      return "list the registry under insecure-registries in the engine's daemon.json, or give it a"
          + " certificate";
    }
    if (said.contains("no space left")) {
      return "free disk space on the engine's machine: `docker system df` shows what takes it";
    }
    return "the engine's own log says more: `journalctl -u docker`";
  }
}
