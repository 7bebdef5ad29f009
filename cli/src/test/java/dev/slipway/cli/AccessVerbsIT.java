package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.api.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs about users, tokens and the audit log: what they sent, and what they said. */
final class AccessVerbsIT {
  private static final String PASSWORD = "canary battery staple";
  private static final String GRACE =
      """
      {"name":"grace","role":"developer","created_at":"2026-11-21T12:00:00Z","last_seen_at":null,\
      "password_set_at":"2026-11-21T12:00:00Z","disabled":false}\
      """;
  private static final String GRACES_LINE = "grace\tdeveloper\tpassword\t\t2026-11-21T12:00:00Z\n";
  private static final String TOKEN =
      """
      {"id":"tok_1","owner":"ada","name":"script","role":"viewer","repositories":["repo_1"],\
      "created_at":"2026-11-21T12:00:00Z","expires_at":null,"last_used_at":null}\
      """;

  @TempDir Path home;
  private final RestServer server = new RestServer();

  AccessVerbsIT() throws IOException {}

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void somebodyIsAddedWithAPasswordFromStandardInput() throws Exception {
    server.on("POST users", 201, GRACE);
    Run.Ended ended =
        signedIn().input(PASSWORD + "\n").of("users", "add", "grace", "--role", "developer");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo(GRACES_LINE);
    assertThat(server.body("POST"))
        .isEqualTo(
            Json.object().put("name", "grace").put("role", "developer").put("password", PASSWORD));
  }

  @Test
  void noPasswordIsTakenAsAnArgumentOrFromNowhere() {
    assertThat(signedIn().of("users", "add", "grace", "--password", PASSWORD).exitCode())
        .isEqualTo(2);
    assertThat(signedIn().of("users", "add", "grace", PASSWORD).exitCode()).isEqualTo(2);
    assertThat(signedIn().of("users", "add", "grace").err()).contains("no password was given");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void usersAreListedAndChanged() throws Exception {
    server
        .on("GET users?limit=100", 200, list(GRACE))
        .on("GET users/grace", 200, GRACE)
        .on("PUT users/grace", 200, GRACE)
        .on("PUT users/grace/password", 200, GRACE)
        .on("DELETE users/grace", 204, "");
    assertThat(signedIn().of("users", "ls").out()).isEqualTo(GRACES_LINE);
    assertThat(signedIn().of("users", "role", "grace", "developer").out()).isEqualTo(GRACES_LINE);
    assertThat(server.body("PUT")).isEqualTo(Json.object().put("role", "developer"));
    server.requests().clear();
    signedIn().of("users", "disable", "grace");
    assertThat(server.body("PUT")).isEqualTo(Json.object().put("disabled", true));
    server.requests().clear();
    signedIn().of("users", "enable", "grace");
    assertThat(server.body("PUT")).isEqualTo(Json.object().put("disabled", false));
    server.requests().clear();
    assertThat(signedIn().input(PASSWORD).of("users", "password", "grace").exitCode()).isZero();
    assertThat(server.body("PUT")).isEqualTo(Json.object().put("password", PASSWORD));
    assertThat(signedIn().at(Run.PERSON).input("n\n").of("users", "rm", "grace").exitCode())
        .isEqualTo(3);
    assertThat(signedIn().of("users", "rm", "grace").exitCode()).isZero();
    assertThat(signedIn().of("users", "rm", "nobody").exitCode()).isEqualTo(5);
  }

  @Test
  void aTokenIsPrintedAloneSoThatAScriptCanKeepIt() throws Exception {
    String made = TOKEN.replace("\"owner\"", "\"token\":\"slp_new\",\"owner\"");
    server
        .on("GET repositories?limit=100", 200, list("{\"id\":\"repo_1\",\"name\":\"acme/shop\"}"))
        .on("POST tokens", 201, made);
    Run.Ended ended =
        signedIn()
            .of("tokens", "add", "script", "--role", "viewer", "--repo", "shop", "--days", "90");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("slp_new\n");
    assertThat(ended.err()).contains("not shown again", "tok_1");
    assertThat(server.body("POST"))
        .isEqualTo(
            Json.read(
                "{\"name\":\"script\",\"role\":\"viewer\",\"days\":90,\"repositories\":[\"repo_1\"]}"));
  }

  @Test
  void tokensAreListedAndRevoked() {
    server
        .on("GET tokens?limit=100", 200, list(TOKEN))
        .on("GET tokens/all?limit=100", 200, list(TOKEN))
        .on("DELETE tokens/tok_1", 204, "")
        .on("DELETE tokens/all/tok_1", 204, "");
    String line = "tok_1\tada\tscript\tviewer\t1\t\t\n";
    assertThat(signedIn().of("tokens", "ls").out()).isEqualTo(line);
    assertThat(signedIn().of("tokens", "ls", "--all").out()).isEqualTo(line);
    assertThat(signedIn().of("tokens", "rm", "tok_1").exitCode()).isZero();
    assertThat(signedIn().of("tokens", "rm", "tok_1", "--all").exitCode()).isZero();
    assertThat(signedIn().of("tokens", "rm", "tok_2").exitCode()).isEqualTo(5);
  }

  @Test
  void theAuditLogIsListedVerifiedAndExported() {
    server
        .on(
            "GET audit?limit=20&q=builds&refused=1&who=grace",
            200,
            list(
                "{\"number\":7,\"at\":\"2026-11-21T12:00:00Z\",\"who\":\"grace\",\"from\":\"127.0.0.1\","
                    + "\"outcome\":403,\"action\":\"POST /x\",\"object\":\"/x\"}"))
        .on("GET audit/export", 200, "{\"number\":1}\n{\"number\":2}\n")
        .on(
            "GET audit/verify",
            200,
            "{\"whole\":true,\"entries\":2,\"problem\":\"\",\"head\":\"abc\"}")
        .on(
            "GET audit/verify",
            200,
            "{\"whole\":false,\"entries\":1,\"problem\":\"entry 2 was changed\",\"head\":\"ab\"}");
    assertThat(
            signedIn().of("audit", "ls", "--who", "grace", "--what", "builds", "--refused").out())
        .isEqualTo("7\t2026-11-21T12:00:00Z\tgrace\t127.0.0.1\t403\tPOST /x\t/x\n");
    assertThat(signedIn().of("audit", "export").out())
        .isEqualTo("{\"number\":1}\n{\"number\":2}\n");
    Run.Ended whole = signedIn().of("audit", "verify");
    assertThat(whole.exitCode()).isZero();
    assertThat(whole.out()).isEqualTo("abc\n");
    assertThat(whole.err()).contains("All 2 entries");
    Run.Ended broken = signedIn().of("audit", "verify");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.err()).contains("broken: entry 2 was changed");
  }

  @Test
  void aMissingRoleIsNamedAndEndsWithFour() {
    server.on(
        "GET users?limit=100",
        403,
        "{\"title\":\"Not allowed\",\"status\":403,"
            + "\"detail\":\"this needs the role administrator, and ada calls as viewer\"}");
    Run.Ended ended = signedIn().of("users", "ls");
    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.err()).contains("the role administrator");
  }

  @Test
  void tooManyCallsEndAsATroubleThatPasses() {
    server.on(
        "GET users?limit=100",
        429,
        "{\"title\":\"Too many calls\",\"status\":429,\"detail\":\"go on in 7 s\"}");
    Run.Ended ended = signedIn().of("users", "ls");
    assertThat(ended.exitCode()).isEqualTo(6);
    assertThat(ended.err()).contains("go on in 7 s");
  }

  @Test
  void nounsWithoutAWordSayWhatCanBeDone() {
    assertThat(signedIn().of("users").err()).contains("add, ls, role");
    assertThat(signedIn().of("tokens").err()).contains("add, ls or rm");
    assertThat(signedIn().of("audit").err()).contains("ls, verify or export");
    assertThat(signedIn().of("audit").exitCode()).isEqualTo(2);
  }

  private Run signedIn() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }

  private static String list(String item) {
    return "{\"items\":[" + item + "],\"next\":null}";
  }
}
