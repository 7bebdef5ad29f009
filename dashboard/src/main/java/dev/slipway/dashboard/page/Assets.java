package dev.slipway.dashboard.page;

import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/**
 * The files that pages load, under paths that hold a hash of all of them: browsers may keep them
 * for good, and modules find each other beside themselves.
 */
public final class Assets {
  private static final String IMAGE = "image/svg+xml";

  /** What the script of every page begins with; browsers hear of it before they have read that. */
  public static final List<String> OF_EVERY_PAGE =
      List.of("time.js", "feed.js", "keys.js", "await.js");

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
          Map.entry("ansi.js", SCRIPT),
          Map.entry("service.js", SCRIPT),
          Map.entry("stats.js", SCRIPT),
          Map.entry("chart.js", SCRIPT),
          Map.entry("merged.js", SCRIPT),
          Map.entry("seam.js", SCRIPT),
          Map.entry("watch.js", SCRIPT),
          Map.entry("setup.js", SCRIPT),
          Map.entry("editor.js", SCRIPT));

  private final Map<String, Asset> files;
  private final String hash;

  private Assets(Map<String, Asset> files, String hash) {
    this.files = files;
    this.hash = hash;
  }

  /** Reads them from the jar. */
  public static Assets load() {
    Map<String, Asset> files = new TreeMap<>();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String name : new TreeSet<>(TYPES.keySet())) {
        byte[] bytes = read(name);
        digest.update(bytes);
        files.put(name, new Asset(Buffer.buffer(bytes), Buffer.buffer(compressed(bytes))));
      }
      return new Assets(files, HexFormat.of().formatHex(digest.digest(), 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream file = Assets.class.getResourceAsStream("assets/" + name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return file.readAllBytes();
    }
  }

  private static byte[] compressed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Where a browser finds the file. */
  public String path(String name) {
    return "/assets/" + hash + "/" + name;
  }

  /**
   * A file, smaller where the browser can read it so; only the current hash may be kept for good.
   */
  Answer answer(Call call) {
    String name = call.path("name");
    Asset asset = files.get(name);
    String type = TYPES.get(name);
    if (asset == null || type == null) {
      throw ProblemException.notFound("file", name);
    }
    boolean small = call.header(HttpHeaders.ACCEPT_ENCODING).filter(Assets::namesGzip).isPresent();
    Answer answer =
        Answer.of(200, type, small ? asset.compressed() : asset.plain())
            .with("Vary", "Accept-Encoding")
            .with(
                "Cache-Control",
                call.path("hash").equals(hash)
                    ? "public, max-age=31536000, immutable"
                    : "no-store");
    return small ? answer.with("Content-Encoding", "gzip") : answer;
  }

  private static boolean namesGzip(String header) {
    return Arrays.stream(header.split(",", -1))
        .map(coding -> coding.replace(" ", ""))
        .anyMatch(coding ->
            coding.equals("gzip")
                || (coding.startsWith("gzip;q=") && !coding.matches("gzip;q=0[.0]*")));
  }

  /** A file as it is, and by gzip. */
  private record Asset(Buffer plain, Buffer compressed) {}
}
