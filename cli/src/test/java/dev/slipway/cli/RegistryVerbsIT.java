package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that Slipway signs in to, against a server that plays the contract. */
final class RegistryVerbsIT {
  private static final String GHCR =
      """
      {"host":"ghcr.io","source":"slipway","username":"ada","helper":null,"ca":"",\
      "authorities":[],"plain_http":false,"changed_at":"2026-03-14T12:00:00.000Z"}\
      """;
  private static final String HUB =
      """
      {"host":"docker.io","source":"helper","username":null,"helper":"drawer","ca":"",\
      "authorities":[],"plain_http":false,"changed_at":null}\
      """;

  @TempDir Path home;
  private final RestServer server = new RestServer();

  RegistryVerbsIT() throws IOException {}

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void registriesAreListedInARowEachWithWhereTheirLoginIs() {
    String list = "{\"items\":[" + HUB + "," + GHCR + "],\"next\":null}";
    server.on("GET registries?limit=100", 200, list);

    assertThat(signedIn().of("registries").out())
        .isEqualTo(
            "docker.io\t\thelper drawer\t\t\nghcr.io\tada\tslipway\t\t2026-03-14T12:00:00.000Z\n");
    assertThat(signedIn().of("registries", "--json").out()).isEqualTo(list + "\n");
  }

  @Test
  void aPasswordComesByStandardInputWithAllItsLines() throws Exception {
    server.on("PUT registries/ghcr.io", 200, GHCR);

    Run.Ended ended =
        signedIn().input("{\n sword\n}\n").of("registries", "add", "ghcr.io", "-u", "ada");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).contains("slipway registries test ghcr.io");
    assertThat(server.body("PUT"))
        .isEqualTo(Json.read("{\"username\":\"ada\",\"password\":\"{\\n sword\\n}\"}"));
    assertThat(signedIn().input("").of("registries", "add", "ghcr.io", "-u", "ada").exitCode())
        .isEqualTo(2);
  }

  @Test
  void anAuthorityComesFromAFileAndNobodyIsAskedForAPassword() throws Exception {
    server.on("PUT registries/127.0.0.1%3A5000", 201, GHCR);
    Path file = Files.writeString(home.resolve("ca.pem"), "-----BEGIN");

    assertThat(
            signedIn()
                .of("registries", "add", "127.0.0.1:5000", "--ca", file.toString(), "--plain-http")
                .exitCode())
        .isZero();

    assertThat(server.body("PUT"))
        .isEqualTo(Json.read("{\"ca\":\"-----BEGIN\",\"plain_http\":true}"));
    assertThat(signedIn().of("registries", "add", "a.io", "--ca", "none.pem").err())
        .contains("there is no file none.pem");
  }

  @Test
  void aTestTellsWhatWasFoundAndEndsByIt() {
    server.on("POST registries/ghcr.io/test", 200, findings(true));
    server.on("POST registries/a.io/test", 200, findings(false));

    assertThat(signedIn().of("registries", "test", "ghcr.io").exitCode()).isZero();
    Run.Ended wrong = signedIn().of("registries", "test", "a.io");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.out()).isEqualTo("wrong\tit does not take the password\tcheck it\n");
  }

  private static String findings(boolean well) {
    return """
    {"host":"x","well":%s,"reached":true,"tls":"trusted","sign_in":"wrong","anonymous":"no",
     "remarks":[{"well":%s,"says":"it does not take the password","next":"check it"}]}
    """
        .formatted(well, well);
  }

  @Test
  void whatIsForgottenIsGoneAndWhatIsNotKeptIsNotFound() {
    server.on("DELETE registries/ghcr.io", 204, "");

    assertThat(signedIn().of("registries", "rm", "-y", "ghcr.io").exitCode()).isZero();
    assertThat(signedIn().of("registries", "rm", "-y", "none.io").exitCode()).isEqualTo(5);
  }

  private Run signedIn() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }
}
