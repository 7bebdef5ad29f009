package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.access.Deed;
import dev.slipway.core.access.Role;
import dev.slipway.core.registry.ConfiguredLogins.ConfiguredLogin;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryHost;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistriesApiIT {
  private static final String ALL = "/api/v1/registries";
  private static final String GHCR = ALL + "/ghcr.io";
  private static final String ADA =
      "{\"username\":\"ada\",\"password\":\"" + StageRegistries.PASSWORD + "\"}";

  private Stage stage;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void whatIsKeptIsToldWithoutItsPassword() throws Exception {
    HttpResponse<String> added = browser.put(GHCR, ADA);
    assertThat(added.statusCode()).isEqualTo(201);
    JsonNode one = Browser.json(browser.get(GHCR));
    assertThat(one.get("username").asText()).isEqualTo("ada");
    assertThat(one.get("source").asText()).isEqualTo("slipway");
    assertThat(added.body() + one + browser.get(ALL).body()).doesNotContain("canary");
    assertThat(password("ghcr.io")).isEqualTo(StageRegistries.PASSWORD);
  }

  @Test
  void whatIsNotSaidStaysAndAnotherUserNeedsAnotherPassword() throws Exception {
    browser.put(GHCR, ADA);
    assertThat(browser.put(GHCR, "{\"plain_http\":true}").statusCode()).isEqualTo(200);
    assertThat(password("ghcr.io")).isEqualTo(StageRegistries.PASSWORD);
    assertThat(paths(browser.put(GHCR, "{\"username\":\"bob\"}"))).containsExactly("password");
    assertThat(browser.put(GHCR, "{\"username\":\"\"}").statusCode()).isEqualTo(200);
    assertThat(kept("ghcr.io").login()).isNull();
    assertThat(kept("ghcr.io").plainHttp()).isTrue();
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceAndNothingThatWasSent() throws Exception {
    HttpResponse<String> answer =
        browser.put(
            GHCR,
            "{\"username\":\"a:b\",\"password\":\"\",\"ca\":\"canary\",\"token\":\"canary\"}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(paths(answer)).containsExactly("token", "password", "username", "ca");
    assertThat(answer.body()).doesNotContain("canary");
    assertThat(paths(browser.put(GHCR, "{\"password\":\"canary\"}"))).containsExactly("username");
    assertThat(browser.put(ALL + "/a%20b", ADA).statusCode()).isEqualTo(422);
    assertThat(stage.registries.known.all()).isEmpty();
  }

  @Test
  void thoseOfTheFileAreListedAndAStoredOneComesBeforeThem() throws Exception {
    stage.registries.configured =
        List.of(
            new ConfiguredLogin(new RegistryHost("docker.io"), "bob", ""),
            new ConfiguredLogin(new RegistryHost("ghcr.io"), "", "drawer"));
    assertThat(Browser.json(browser.get(ALL)).findValuesAsText("source"))
        .containsExactly("file", "helper");
    assertThat(browser.put(ALL + "/index.docker.io", ADA).statusCode()).isEqualTo(201);
    JsonNode items = Browser.json(browser.get(ALL)).get("items");
    assertThat(items.findValuesAsText("host")).containsExactly("docker.io", "ghcr.io");
    assertThat(items.findValuesAsText("source")).containsExactly("slipway", "helper");
    assertThat(browser.delete(ALL + "/docker.io").statusCode()).isEqualTo(204);
    assertThat(browser.delete(ALL + "/docker.io").statusCode()).isEqualTo(404);
    assertThat(browser.get(ALL + "/docker.io").body()).contains("\"file\"");
  }

  @Test
  void aTestDoesWhatTheFormSaysAndKeepsNothing() throws Exception {
    HttpResponse<String> right = browser.post(GHCR + "/test", ADA);
    assertThat(Browser.json(right).get("sign_in").asText()).isEqualTo("right");
    assertThat(Browser.json(right).get("well").asBoolean()).isTrue();
    assertThat(stage.registries.known.all()).isEmpty();
    browser.put(GHCR, "{\"username\":\"ada\",\"password\":\"wrong\"}");
    JsonNode wrong = Browser.json(browser.post(GHCR + "/test", ""));
    assertThat(wrong.get("sign_in").asText()).isEqualTo("wrong");
    assertThat(wrong.get("remarks").findValuesAsText("next")).contains("check it");
    assertThat(right.body()).doesNotContain("canary");
  }

  @Test
  void maintainersSeeNamesAndChangeNothing() throws Exception {
    stage.addToken("grace", "ada", Role.MAINTAINER);
    browser.put(GHCR, ADA);
    assertThat(send("GET", ALL, "grace").statusCode()).isEqualTo(200);
    assertThat(send("PUT", GHCR, "grace").statusCode()).isEqualTo(403);
    assertThat(send("POST", GHCR + "/test", "grace").statusCode()).isEqualTo(403);
    stage.addToken("linus", "ada", Role.DEVELOPER);
    assertThat(send("GET", ALL, "linus").statusCode()).isEqualTo(403);
  }

  @Test
  void theAuditLogKnowsThatAndNotWhat() throws Exception {
    browser.put(GHCR, ADA);
    var audit = stage.access.audit();
    Deed deed = audit.read(audit.ends().headNumber(), 1).getFirst().deed();
    assertThat(deed.action()).isEqualTo("PUT /api/v1/registries/:host");
    assertThat(deed.object()).contains("ghcr.io");
    assertThat(deed.after()).isNotEmpty();
    assertThat(deed.toString()).doesNotContain("canary");
  }

  private HttpResponse<String> send(String method, String path, String token) throws Exception {
    return browser.send(method, path, "{}", "Authorization", "Bearer " + token);
  }

  private static List<String> paths(HttpResponse<String> refused) throws Exception {
    return Browser.json(refused).get("problems").findValuesAsText("path");
  }

  private KnownRegistry kept(String host) {
    return stage.registries.known.find(new RegistryHost(host)).orElseThrow();
  }

  private String password(String host) {
    return Objects.requireNonNull(kept(host).login()).password().reveal();
  }
}
