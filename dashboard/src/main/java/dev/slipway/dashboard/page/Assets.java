package dev.slipway.dashboard.page;

import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that pages load, under paths that hold a hash of all of them: browsers may keep them
 * for good, and modules find each other beside themselves.
 */
public final class Assets {
  private static final String IMAGE = "image/svg+xml";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("style.css", "text/css; charset=utf-8"),
          Map.entry("favicon.svg", IMAGE),
          Map.entry("favicon-running.svg", IMAGE),
          Map.entry("favicon-failed.svg", IMAGE),
          Map.entry("favicon-fine.svg", IMAGE),
          Map.entry("app.js", SCRIPT),
          Map.entry("feed.js", SCRIPT),
          Map.entry("feedworker.js", SCRIPT),
          Map.entry("keys.js", SCRIPT),
          Map.entry("help.js", SCRIPT),
          Map.entry("dom.js", SCRIPT),
          Map.entry("palette.js", SCRIPT),
          Map.entry("notify.js", SCRIPT),
          Map.entry("await.js", SCRIPT),
          Map.entry("time.js", SCRIPT),
          Map.entry("log.js", SCRIPT),
          Map.entry("logbar.js", SCRIPT),
          Map.entry("find.js", SCRIPT),
          Map.entry("scroll.js", SCRIPT),
          Map.entry("rows.js", SCRIPT),
          Map.entry("runs.js", SCRIPT),
          Map.entry("folds.js", SCRIPT),
          Map.entry("pages.js", SCRIPT),
          Map.entry("live.js", SCRIPT),
          Map.entry("ansi.js", SCRIPT));

  private final Map<String, String> files;
  private final String hash;

  private Assets(Map<String, String> files, String hash) {
    this.files = files;
    this.hash = hash;
  }

  /** Reads them from the jar. */
  public static Assets load() {
    Map<String, String> files = new TreeMap<>();
    TYPES.keySet().forEach(name -> files.put(name, read(name)));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.values().forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
      return new Assets(files, HexFormat.of().formatHex(digest.digest(), 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String read(String name) {
    try (InputStream file = Assets.class.getResourceAsStream("assets/" + name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a browser finds the file. */
  public String path(String name) {
    return "/assets/" + hash + "/" + name;
  }

  /** A file; only the current hash may be kept for good. */
  Answer answer(String askedHash, String name) {
    String text = files.get(name);
    String type = TYPES.get(name);
    if (text == null || type == null) {
      throw ProblemException.notFound("file", name);
    }
    return Answer.of(200, type, text)
        .with(
            "Cache-Control",
            askedHash.equals(hash) ? "public, max-age=31536000, immutable" : "no-store");
  }
}
