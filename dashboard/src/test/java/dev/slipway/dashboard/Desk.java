package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Debian's Chromium, in which somebody is signed in to a stage. Used by one thread. */
final class Desk implements AutoCloseable {
  private static final double PATIENCE_MILLIS = 20_000;
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** A folder for pictures of what is tested; none are taken without it. */
  private static final String PICTURES = System.getProperty("slipway.pictures", "");

  private final Playwright playwright;
  private final Browser browser;
  private final AtomicInteger windows = new AtomicInteger();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  Desk() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(FLAGS));
  }

  /** A fresh window on the stage. */
  Page open(Stage stage, int width, int height) {
    return open(stage, width, height, 1);
  }

  /** The same as wide in CSS pixels, on a screen that has that many for each of them. */
  Page open(Stage stage, int width, int height, double scale) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setDeviceScaleFactor(scale)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
    String session = "slps_desk_" + windows.incrementAndGet();
    stage.signIn(session, "ada");
    context.addCookies(List.of(new Cookie("slipway", session).setUrl(stage.url("/").toString())));
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.navigate(stage.url("/").toString());
    return page;
  }

  /**
   * Fails when a page complained; a violated content security policy is a complaint too.
   *
   * @param expected begins what it may complain of
   */
  void listen(String expected) {
    complaints.removeIf(text -> !expected.isEmpty() && text.contains(expected));
    assertThat(complaints).isEmpty();
  }

  /** Calls a function with a module of the page's scripts; what it returns, as JSON. */
  static String run(Page page, String module, String script) {
    return (String)
        page.evaluate(
            """
            async module => {
              const app = document.querySelector('script[type=module]').src;
              const loaded = await import(app.replace('app.js', module));
              return JSON.stringify(await (%s)(loaded));
            }
            """
                .formatted(script),
            module);
  }

  /** In light and dark, as wide as it is and on a telephone. */
  static void picture(Page page, String name) {
    if (PICTURES.isEmpty()) {
      return;
    }
    int usual = page.viewportSize().width;
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : new int[] {usual, 360}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 900);
        page.waitForTimeout(400); // A picture, and no test.
        String file = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(PICTURES, file + ".png")));
      }
    }
    page.setViewportSize(usual, 900);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
