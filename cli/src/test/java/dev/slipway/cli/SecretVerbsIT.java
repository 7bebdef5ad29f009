package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs about secrets: what they sent, and what they said. */
final class SecretVerbsIT {
  private static final String VALUE = "canary-value-1";
  private static final String REPOSITORY = "{\"id\":\"repo_1\",\"name\":\"acme/shop\"}";
  private static final String SECRET =
      """
      {"scope":"repo_1","name":"KEY","version":3,"updated_at":"2026-11-21T12:00:00Z","by":"ada"}\
      """;

  @TempDir Path home;
  private final RestServer server = new RestServer();

  SecretVerbsIT() throws IOException {
    server
        .on("GET repositories?limit=100", 200, list(REPOSITORY))
        .on("PUT secrets/repo_1/KEY", 200, SECRET)
        .on("GET secrets/repo_1/KEY", 200, SECRET);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void aValueIsReadFromStandardInputWithoutItsLineBreak() throws Exception {
    Run.Ended ended = signedIn().input(VALUE + "\n").of("secrets", "set", "acme/shop", "KEY");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("KEY\t3\t2026-11-21T12:00:00Z\tada\n");
    assertThat(ended.err()).isEmpty();
    assertThat(server.body("PUT")).isEqualTo(Json.read("{\"value\":\"" + VALUE + "\"}"));
  }

  @Test
  void onlyOneLineBreakIsCutAndNoneWhereTheValueIsWantedRaw() throws Exception {
    server.on("PUT secrets/team/KEY", 200, SECRET);
    signedIn().input("one\r\n\r\n").of("secrets", "set", "team", "KEY", "--value-from", "-");
    assertThat(server.body("PUT").path("value").asText()).isEqualTo("one\r\n");
    server.requests().clear();
    signedIn().input("one\n").of("secrets", "set", "team", "KEY", "--raw");
    assertThat(server.body("PUT").path("value").asText()).isEqualTo("one\n");
  }

  @Test
  void aFileIsTakenAsItIs() throws Exception {
    server.on("PUT secrets/repo_1%3Aproduction/KEY", 200, SECRET);
    Path file = Files.writeString(home.resolve("key.pem"), "-----BEGIN-----\nß\n");
    Run.Ended ended =
        signedIn()
            .of(
                "secrets",
                "set",
                "shop:production",
                "KEY",
                "--value-from",
                file.toString(),
                "--json");
    assertThat(ended.exitCode()).isZero();
    assertThat(Json.read(ended.out())).isEqualTo(Json.read(SECRET));
    assertThat(server.body("PUT").path("value").asText()).isEqualTo("-----BEGIN-----\nß\n");
  }

  @Test
  void whatIsNoValueIsRefusedBeforeItIsSent() throws Exception {
    Path binary = Files.write(home.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Path large = Files.writeString(home.resolve("large"), "x".repeat(64 * 1024 + 3));
    assertThat(set("--value-from", binary.toString()).err()).contains("no text", "base64");
    assertThat(set("--value-from", large.toString()).err()).contains("64 kB");
    assertThat(set("--value-from", home.resolve("none").toString()).err()).contains("no file");
    assertThat(set().err()).contains("no value was given");
    assertThat(signedIn().at(Run.PERSON).with("CI", "1").of("secrets", "set", "shop", "KEY").err())
        .contains("cannot be asked for");
    assertThat(server.requests()).noneMatch(each -> each.method().equals("PUT"));
  }

  @Test
  void aRefusalOfTheServerEndsAsAWrongCommandLine() {
    server.on(
        "PUT secrets/repo_1/A-B",
        422,
        "{\"title\":\"Invalid values\",\"detail\":\"\\\"A-B\\\" is no name\",\"status\":422}");
    Run.Ended ended = signedIn().input(VALUE).of("secrets", "set", "shop", "A-B");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("is no name").doesNotContain(VALUE);
    assertThat(signedIn().input(VALUE).of("secrets", "set", "nobody", "KEY").exitCode())
        .isEqualTo(5);
  }

  @Test
  void theSecretsOfAScopeAreListed() throws Exception {
    server
        .on("GET secrets/repo_1?limit=100", 200, list(SECRET))
        .on("GET secrets/team?limit=100", 200, "{\"items\":[],\"next\":null}");
    assertThat(signedIn().of("secrets", "ls", "shop").out())
        .isEqualTo("KEY\t3\t2026-11-21T12:00:00Z\tada\n");
    assertThat(Json.read(signedIn().of("secrets", "ls", "shop", "--json").out()))
        .isEqualTo(Json.read(list(SECRET)));
    Run.Ended none = signedIn().of("secrets", "ls", "team");
    assertThat(none.exitCode()).isZero();
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("slipway secrets set team NAME");
  }

  @Test
  void aSecretIsRemovedOnceAPersonAgrees() throws Exception {
    server.on("DELETE secrets/repo_1/KEY", 204, "");
    Run.Ended kept = signedIn().at(Run.PERSON).input("n\n").of("secrets", "rm", "shop", "KEY");
    assertThat(kept.exitCode()).isEqualTo(3);
    assertThat(server.requests()).noneMatch(each -> each.method().equals("DELETE"));
    Run.Ended removed = signedIn().of("secrets", "rm", "shop", "KEY", "--json");
    assertThat(removed.exitCode()).isZero();
    assertThat(Json.read(removed.out())).isEqualTo(Json.read(SECRET));
    assertThat(signedIn().of("secrets", "rm", "shop", "OTHER").exitCode()).isEqualTo(5);
  }

  @Test
  void secretsWithoutAWordSayWhatCanBeDone() {
    Run.Ended ended = signedIn().of("secrets");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("set, ls or rm");
  }

  private Run.Ended set(String... more) {
    String[] arguments = new String[more.length + 4];
    System.arraycopy(new String[] {"secrets", "set", "shop", "KEY"}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    Run.Ended ended = signedIn().of(arguments);
    assertThat(ended.exitCode()).isEqualTo(2);
    return ended;
  }

  private Run signedIn() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }

  private static String list(String item) {
    return "{\"items\":[" + item + "],\"next\":null}";
  }
}
