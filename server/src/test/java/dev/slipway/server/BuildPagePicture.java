package dev.slipway.server;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;

/** Takes the picture of the build page that the documentation shows. No test: run it by hand. */
public final class BuildPagePicture {
  private static final String DOCKERFILE =
      """
      FROM busybox:latest AS build
      COPY . /src
      RUN sh /src/test.sh
      FROM busybox:latest
      COPY --from=build /src/index.html /www/
      EXPOSE 8080
      CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
      """;
  private static final String TESTS =
      """
      echo 'Running 11 tests of the shop'
      for test in 'an empty basket costs nothing' 'two apples cost twice as much as one' \\
        'a voucher is used once' 'a voucher of yesterday is refused' 'a basket survives the night' \\
        'the last apple is sold once' 'prices are rounded up to the cent' \\
        'an order is sent to its address' 'an order without an address is kept' \\
        'a returned order is paid back' 'the till balances in the evening'; do
        sleep 0.3
        printf '\\033[32m  passed\\033[0m  %s\\n' "$test"
      done
      printf '\\033[1m11 passed, 0 failed\\033[0m\\n'
      sleep 3
      """;

  private BuildPagePicture() {}

  /** Takes the file to write. */
  public static void main(String[] arguments) throws Exception {
    try (RunningSlipway slipway = RunningSlipway.start();
        Playwright playwright = Playwright.create()) {
      String build =
          slipway
              .developer("shop")
              .file("index.html", "Apples since " + System.nanoTime() + "\n")
              .file("test.sh", TESTS)
              .file("Dockerfile", DOCKERFILE)
              .push("refs/heads/main", "Let vouchers be used once");
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(Path.of("/usr/bin/chromium"))
                      .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu")));
      Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1440, 900));
      page.navigate(slipway.api().url("/builds/" + build).toString());
      page.getByLabel("Token").fill(Api.TOKEN);
      page.keyboard().press("Enter");
      Locator last = page.getByText("11 passed, 0 failed");
      last.waitFor();
      page.evaluate("scrollTo(0, 0)");
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(arguments[0])));
      slipway.api().awaitDeployment(build, "live");
    }
  }
}
