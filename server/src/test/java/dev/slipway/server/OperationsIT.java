package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.SlipwayCommands;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators do to containers and targets, by the command line and on a real engine. */
@Timeout(180)
class OperationsIT {
  private static RunningSlipway slipway;
  private static Developer ann;
  private static String service;

  @BeforeAll
  static void start() throws Exception {
    slipway = RunningSlipway.start();
    ann = slipway.developer("operated");
    slipway.api().awaitDeployment(ann.site("one").push(), "live");
    service = slipway.api().service(ann.service()).get("id").asText();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
  }

  @Test
  void aCommandInAContainerGetsTheInputAndGivesBackBytesAndExitCode() {
    byte[] sent = new byte[2_000_000];
    new Random(11).nextBytes(sent);

    Ended ended = slipway(new ByteArrayInputStream(sent), "exec", service, "--", "cat");
    assertThat(ended.code()).isZero();
    assertThat(Arrays.equals(ended.out(), sent)).isTrue();

    Ended failed =
        slipway(
            InputStream.nullInputStream(),
            "exec",
            service,
            "--",
            "sh",
            "-c",
            "echo out; echo err >&2; exit 23");
    assertThat(failed.code()).isEqualTo(23);
    assertThat(new String(failed.out(), StandardCharsets.UTF_8)).isEqualTo("out\n");
    assertThat(failed.err()).isEqualTo("err\n");
  }

  @Test
  void whatCannotRunIsToldByItsExitCode() {
    InputStream none = InputStream.nullInputStream();

    assertThat(slipway(none, "exec", service, "--", "no-such-command").code()).isIn(126, 127);
    assertThat(slipway(none, "exec", "nowhere", "--", "ls").code()).isEqualTo(5);
    assertThat(slipway(none, "exec", service, "--container", "zz", "--", "ls").code()).isEqualTo(5);
  }

  @Test
  void theTargetsAreListedAndOneIsCleanedUpWithoutTouchingWhatRuns() throws Exception {
    JsonNode targets = slipway.api().get("/api/v1/targets").get("items");
    assertThat(targets.get(0).get("name").asText()).isEqualTo("docker");
    assertThat(targets.get(0).get("reachable").asBoolean()).isTrue();

    RunningSlipway.command(slipway.api(), "cleanup");
    assertThat(slipway(InputStream.nullInputStream(), "cleanup", "--yes").code()).isZero();

    assertThat(slipway.api().get("/api/v1/targets/docker/cleanup").get("items")).isEmpty();
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).contains("one");
  }

  @Test
  void aContainerThatDiesSaysSoAmongWhatHappened() throws Exception {
    Developer bob = slipway.developer("restless");
    slipway.api().awaitDeployment(bob.site("one").push(), "live");
    String restless = slipway.api().service(bob.service()).get("id").asText();

    var _ =
        slipway(InputStream.nullInputStream(), "exec", restless, "--", "sh", "-c", "kill -9 -1");

    String path = "/api/v1/services/" + restless + "/events";
    List<String> kinds =
        Wait.until(
            "a restart",
            () -> slipway.api().get(path).get("items").findValuesAsText("kind"),
            told -> told.contains("restarted"));
    assertThat(kinds).endsWith("restarted", "died", "started");
  }

  private static Ended slipway(InputStream in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            in,
            Shell.stream(out, false),
            Shell.stream(err, true),
            Terminals.NONE,
            Map.of("SLIPWAY_URL", slipway.api().url("/").toString(), "SLIPWAY_TOKEN", Api.TOKEN));
    int code = new SlipwayCommands(shell).execute(arguments);
    shell.out().flush();
    shell.err().flush();
    return new Ended(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  // Nobody compares them.
  @SuppressWarnings("ArrayRecordComponent")
  private record Ended(int code, byte[] out, String err) {}
}
