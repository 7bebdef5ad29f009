package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is sent what they have, and nobody overwrites what they have not seen. */
class FreshnessIT {
  private Stage stage;
  private Browser browser;
  private Repository repository;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    repository = new Scenes(stage).repository(Forge.GIT, "acme/shop");
    browser = new Browser(stage);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void whatACallerHasIsNotSentAgainUntilItChanges() throws Exception {
    String path = "/api/v1/repositories/" + repository.id();
    String tag = tag(browser.get(path));
    HttpResponse<String> again = browser.get(path, "If-None-Match", "\"other\", W/" + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(tag(again)).isEqualTo(tag);
    assertThat(change("{\"default_branch\":\"trunk\"}").statusCode()).isEqualTo(200);
    HttpResponse<String> changed = browser.get(path, "If-None-Match", tag);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(tag(changed)).isNotEqualTo(tag);
  }

  @Test
  void whatIsPublicIsTaggedTooAndPagesAreNotKept() throws Exception {
    for (String path : new String[] {"/schema/pipeline.json", "/openapi.yaml"}) {
      String tag = tag(browser.get(path));
      assertThat(browser.get(path, "If-None-Match", tag).statusCode()).as(path).isEqualTo(304);
    }
    assertThat(browser.page("/builds").headers().firstValue("ETag")).isEmpty();
    assertThat(browser.page("/builds").headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(browser.get("/api/v1/builds/none").headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void aChangeOfWhatSomebodyElseChangedMeanwhileIsRefused() throws Exception {
    String seen = tag(browser.get("/api/v1/repositories/" + repository.id()));
    assertThat(change("{\"default_branch\":\"trunk\"}", "If-Match", seen).statusCode())
        .isEqualTo(200);
    HttpResponse<String> late = change("{\"default_branch\":\"late\"}", "If-Match", seen);
    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(Browser.json(late).get("detail").asText()).contains("read it again");
    assertThat(browser.get("/api/v1/repositories/" + repository.id()).body()).contains("trunk");
  }

  @Test
  void theFilesOfPagesComeCompressedToThoseWhoCanReadThat() throws Exception {
    Matcher link =
        Pattern.compile("/assets/\\w+/style.css").matcher(browser.page("/builds").body());
    assertThat(link.find()).isTrue();
    String plain = browser.get(link.group()).body();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> packed =
          client.send(
              HttpRequest.newBuilder(stage.url(link.group()))
                  .header("Accept-Encoding", "br;q=1.0, gzip;q=0.8")
                  .build(),
              BodyHandlers.ofByteArray());
      assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
      assertThat(packed.body().length).isLessThan(plain.length() / 2);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body()))).hasContent(plain);
    }
    assertThat(
            browser
                .get(link.group(), "Accept-Encoding", "gzip;q=0")
                .headers()
                .firstValue("Content-Encoding"))
        .isEmpty();
  }

  private HttpResponse<String> change(String json, String... headers) throws Exception {
    String[] all = new String[headers.length + 4];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    all[headers.length + 2] = "Authorization";
    all[headers.length + 3] = "Bearer " + Stage.TOKEN;
    return browser.send("PUT", "/api/v1/repositories/" + repository.id(), json, all);
  }

  private static String tag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElse("none");
  }
}
