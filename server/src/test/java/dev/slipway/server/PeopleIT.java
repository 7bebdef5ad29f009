package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.SlipwayCommands;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Terminals;
import dev.slipway.config.settings.Setting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several people on one Slipway, as they meet it on the command line and over HTTP. */
class PeopleIT {
  private static final String PASSWORD = "canary words of grace";

  private static RunningSlipway slipway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    slipway = RunningSlipway.start(Map.of(Setting.ROLES, "dashboard"));
    api = slipway.api();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
  }

  @Test
  void aDeveloperGetsATokenThatIsRefusedWhatNeedsMore() throws Exception {
    assertThat(run(Api.TOKEN, PASSWORD, "users", "add", "grace", "--role", "maintainer").exit())
        .isZero();
    String admins = run(Api.TOKEN, "", "tokens", "add", "mine").out().strip();
    assertThat(run(admins, "", "users", "role", "grace", "developer").out()).contains("developer");

    Ended refused = run(admins, "", "tokens", "add", "small", "--role", "viewer");
    String viewer = refused.out().strip();
    Ended users = run(viewer, "", "users", "ls");
    assertThat(users.exit()).isEqualTo(4);
    assertThat(users.err()).contains("needs the role administrator", "admin calls as viewer");
    assertThat(run(viewer, "", "builds").exit()).isZero();

    JsonNode audit = api.get("/api/v1/audit?limit=50");
    assertThat(audit.toString()).doesNotContain("canary");
    assertThat(audit.path("items").findValuesAsText("action"))
        .contains("POST /api/v1/users", "POST /api/v1/tokens", "PUT /api/v1/users/:name");
    Ended verified = run(Api.TOKEN, "", "audit", "verify");
    assertThat(verified.exit()).isZero();
    assertThat(verified.out().strip()).hasSize(64);
    long lines = run(Api.TOKEN, "", "audit", "export").out().lines().count();
    assertThat(verified.err()).contains("All " + lines + " entries");
    assertThat(run(Api.TOKEN, "", "users", "rm", "admin").exit()).isEqualTo(1);
  }

  private static Ended run(String token, String input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new ByteArrayInputStream((input + "\n").getBytes(UTF_8)),
            Shell.stream(out, false),
            Shell.stream(err, true),
            new Terminals(false, false, false),
            Map.of("SLIPWAY_URL", api.url("/").toString(), "SLIPWAY_TOKEN", token));
    int exit = new SlipwayCommands(shell).execute(arguments);
    shell.out().flush();
    return new Ended(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  private record Ended(int exit, String out, String err) {}
}
