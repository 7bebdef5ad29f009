package dev.slipway.server;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.log.LogLine;
import dev.slipway.store.EmbeddedRedis;
import dev.slipway.store.Redis;
import dev.slipway.store.RedisBuildQueue;
import dev.slipway.store.RedisBuilds;
import dev.slipway.store.RedisLogs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures logs: this process is the worker, the dashboard is a server of its own, the viewers are
 * a third process. Prints lines of a name and a figure. No test: {@code script/bench logs} runs it.
 */
public final class LogBench implements AutoCloseable {
  private static final int LONG = 1_000_000;
  private static final int LIVE_LINES = 20_000;
  private static final int PER_SECOND = 1000;
  private static final int ROUNDS = 9;
  private static final int WARM_UP = 200;

  /** What comes in the 15 ms for which the builder waits for more. */
  private static final int BATCH = 15;

  private static final String STEP = "unit";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Clock clock = Clock.systemUTC();
  private final Random random = new Random(1);
  private final EmbeddedRedis redisServer;
  private final Redis redis;
  private final RedisLogs logs;
  private final RedisBuildQueue queue;
  private final Process server;
  private final URI url;

  private LogBench(Path home, Path folder) throws Exception {
    redisServer = EmbeddedRedis.start(folder.resolve("redis"));
    redis = Redis.connect(redisServer.url());
    logs = new RedisLogs(redis);
    queue = new RedisBuildQueue(redis, clock);
    url = URI.create("http://127.0.0.1:" + freePort() + "/");
    ProcessBuilder builder = new ProcessBuilder(home.resolve("slipway").toString(), "server");
    builder
        .environment()
        .putAll(
            Map.of(
                "SLIPWAY_DATA_DIR", folder.resolve("data").toString(),
                "SLIPWAY_PORT", String.valueOf(url.getPort()),
                "SLIPWAY_ROLES", "dashboard",
                "SLIPWAY_REDIS_URL", redisServer.url(),
                "SLIPWAY_ADMIN_TOKEN", Api.TOKEN));
    server =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    awaitReady();
  }

  /** Takes the folder of the program, an empty one to work in, and how many viewers. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    try (LogBench bench = new LogBench(Path.of(arguments[0]), folder)) {
      bench.measureLong();
      bench.measureViewers(Integer.parseInt(arguments[2]));
    }
  }

  private void awaitReady() throws Exception {
    while (server.isAlive()) {
      try {
        if (get("readyz", BodyHandlers.discarding()) == 200) {
          return;
        }
      } catch (IOException _) {
        // Not yet.
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    throw new IllegalStateException("the server ended with " + server.exitValue());
  }

  // --- A finished log ----------------------------------------------------------------------------

  private void measureLong() throws Exception {
    BuildId build = start();
    long began = System.nanoTime();
    long bytes = 0;
    List<LogLine> batch = new ArrayList<>();
    for (int n = 1; n <= LONG; n++) {
      LogLine line = new LogLine(n, n, STEP, text(n));
      bytes += line.text().length() + 1;
      batch.add(line);
      if (batch.size() == 250 || n == LONG) {
        logs.append(build, 1, batch);
        batch = new ArrayList<>();
      }
    }
    end(build);
    figure("megabytes of text", bytes / 1e6);
    figure("kept by the builder in, s", (System.nanoTime() - began) / 1e9);
    figure("megabytes kept in Redis", redis.memoryUsed() / 1e6);
    figure(
        "a window of 200 lines anywhere, ms",
        timed(50, () -> fetch(build, "log?limit=200&from=" + (1 + random.nextInt(LONG - 200)))));
    measureBrowser(build);
    for (String query :
        List.of("q=xyzzy", "q=xyzzy&case=true", "regex=" + encode("x[yz]{3}y\\b"))) {
      figure("search, " + query + ", ms", timed(ROUNDS, () -> fetch(build, "log/search?" + query)));
    }
  }

  private String text(int n) {
    String rest =
        n == LONG - 7 ? "src/hold.c:7:1: error: xyzzy is missing" : "item " + random.nextInt();
    return "\u001b[32m✓\u001b[39m cart keeps "
        + rest
        + " over a restart, and totals are rounded per line \u001b[2m(case "
        + n
        + ")\u001b[22m";
  }

  private void measureBrowser(BuildId build) throws Exception {
    try (Playwright playwright = Playwright.create()) {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(Path.of("/usr/bin/chromium"))
                      .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu")));
      Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1440, 900));
      page.addInitScript(
          """
          new MutationObserver(() => {
            if (document.querySelector('section.log .l:not(.blank)')) {
              globalThis.firstRows ??= performance.now();
            }
          }).observe(document, { subtree: true, childList: true, attributes: true });
          """);
      page.navigate(url.resolve("builds").toString());
      page.getByLabel("Token").fill(Api.TOKEN);
      page.keyboard().press("Enter");
      page.waitForURL("**/builds");
      double[] millis = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        // The first visit is to a server just started, the others to one that has been at work.
        for (int visit = 0; i == 1 && visit < WARM_UP; visit++) {
          fetch(build, "");
          fetch(build, "log/outline");
        }
        page.navigate("about:blank");
        page.navigate(url.resolve("builds/" + build).toString());
        page.locator("section.log .l:not(.blank)").first().waitFor();
        millis[i] = ((Number) page.evaluate("globalThis.firstRows")).doubleValue();
      }
      figure("first rows in the browser, first visit, ms", millis[0]);
      figure("first rows in the browser, median, ms", median(millis));
      Number size =
          (Number)
              page.evaluate(
                  "performance.getEntriesByType('resource').reduce((sum, each) => sum +"
                      + " each.encodedBodySize, 0) + performance.getEntriesByType('navigation')[0]"
                      + ".encodedBodySize");
      figure("kilobytes of the page with all it loads", size.doubleValue() / 1e3);
      figure("rows in the page", page.locator("section.log .l").count());
    }
  }

  // --- A running log -----------------------------------------------------------------------------

  private void measureViewers(int count) throws Exception {
    Written warmUp = write(start(), LIVE_LINES / 4, BATCH);
    Written alone = write(start(), LIVE_LINES, BATCH);
    BuildId build = start();
    Process viewers =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                LogViewers.class.getName(),
                url.resolve("builds/" + build + "/log/events").toString(),
                String.valueOf(count),
                Api.TOKEN,
                String.valueOf(LIVE_LINES))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(viewers.getInputStream(), StandardCharsets.UTF_8));
    if (!"ready".equals(said.readLine())) {
      throw new IllegalStateException("the viewers did not come");
    }
    Written seen = write(build, LIVE_LINES, BATCH);
    String[] figures = said.readLine().split(" ", -1);
    figure("viewers", count);
    figure(
        "lines that reached them, of " + (long) LIVE_LINES * count, Double.parseDouble(figures[0]));
    figure("lines missing, repeated or out of order", Double.parseDouble(figures[1]));
    figure("how late the oldest line of a read was, median, ms", Double.parseDouble(figures[2]));
    figure("95th percentile, ms", Double.parseDouble(figures[3]));
    figure("maximum, ms", Double.parseDouble(figures[4]));
    figure("worker alone, s", alone.seconds());
    figure("worker with viewers, s", seen.seconds());
    figure("worker slowed by, %", 100 * (seen.seconds() / alone.seconds() - 1));
    figure("a batch alone, median ms", alone.batchMillis());
    figure("a batch with viewers, median ms", seen.batchMillis());
    figure("(warm-up, s)", warmUp.seconds());
  }

  /** Lines at a steady pace, in batches as the builder sends them. */
  private Written write(BuildId build, int lines, int perBatch) {
    List<LogLine> batch = new ArrayList<>();
    List<Double> took = new ArrayList<>();
    long began = System.nanoTime();
    for (int n = 1; n <= lines; n++) {
      long due = began + n * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      batch.add(
          new LogLine(n, n, STEP, "a line of a test, sent@" + System.currentTimeMillis() + " ok"));
      if (n % perBatch == 0 || n == lines) {
        long from = System.nanoTime();
        logs.append(build, 1, batch);
        took.add((System.nanoTime() - from) / 1e6);
        batch = new ArrayList<>();
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    end(build);
    return new Written(seconds, median(took.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  private record Written(double seconds, double batchMillis) {}

  // --- What both need ----------------------------------------------------------------------------

  private BuildId start() throws InterruptedException {
    new RedisBuilds(redis, clock).add(SampleBuilds.alone());
    BuildId id = queue.claim(new WorkerId("bench"), Duration.ZERO).orElseThrow().id();
    queue.report(id, 1, List.of(report(StepReport.Status.RUNNING)));
    return id;
  }

  private void end(BuildId build) {
    queue.report(build, 1, List.of(report(StepReport.Status.FAILED)));
    Failure failure = new Failure.StepFailed(STEP, "unit ended with exit code 1", "");
    Instant now = clock.instant();
    queue.finish(build, 1, new BuildState.Failed(1, now, now, failure), List.of(), Duration.ZERO);
  }

  private StepReport report(StepReport.Status status) {
    Instant now = clock.instant();
    boolean running = status == StepReport.Status.RUNNING;
    return new StepReport(
        STEP, StepReport.Kind.STEP, status, now, running ? null : now, running ? null : 1, false);
  }

  private void fetch(BuildId build, String path) throws Exception {
    String place = "builds/" + build + (path.isEmpty() ? "" : "/" + path);
    if (get(place, BodyHandlers.ofByteArray()) != 200) {
      throw new IllegalStateException(path + " was refused");
    }
  }

  private int get(String path, java.net.http.HttpResponse.BodyHandler<?> body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Authorization", "Bearer " + Api.TOKEN)
            .header("Accept", "text/html, */*")
            .timeout(Duration.ofSeconds(20))
            .build();
    return CLIENT.send(request, body).statusCode();
  }

  private static double timed(int rounds, Call call) throws Exception {
    call.run();
    double[] millis = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long from = System.nanoTime();
      call.run();
      millis[i] = (System.nanoTime() - from) / 1e6;
    }
    return median(millis);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void figure(String name, double value) {
    System.out.printf("%s\t%.1f%n", name, value);
  }

  @Override
  public void close() throws Exception {
    server.destroy();
    if (!server.waitFor(20, TimeUnit.SECONDS)) {
      server.destroyForcibly();
    }
    redis.close();
    redisServer.close();
  }

  /** What is timed. */
  @FunctionalInterface
  private interface Call {
    void run() throws Exception;
  }
}
