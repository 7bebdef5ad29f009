package dev.slipway.cli.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.hook.WebhookReceiver.Answer;
import dev.slipway.cli.hook.WebhookReceiver.Received;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The script in a real bare repository, run by git under each shell. */
@ParameterizedClass
@ValueSource(strings = {"/bin/dash", "/bin/bash", "/bin/busybox sh"})
final class PostReceiveScriptIT {
  private static final String SECRET = "0123456789abcdef".repeat(4);
  private static final String ZEROS = "0".repeat(40);

  @TempDir Path folder;

  private final String shell;
  private final WebhookReceiver receiver;
  private GitServer git;

  @SuppressWarnings("NullAway.Init") // the repository is made before each test
  PostReceiveScriptIT(String shell) throws Exception {
    this.shell = shell;
    this.receiver = new WebhookReceiver();
  }

  @BeforeEach
  void makeRepository() throws Exception {
    git = new GitServer(folder);
    git.install(PostReceiveScript.of("acme/shop", receiver.url(), SECRET), shell);
  }

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  @Test
  void aPushIsToldWithProofAndItsBuildIsNamed() throws Exception {
    String commit = git.commit("Sell \"shoes\" \\ boots\n\nin ünïcode 👟\tand tabs");

    String said = git.push("main");

    Received push = receiver.next();
    assertThat(push.header("X-Hub-Signature-256")).isEqualTo(signature(push.body(), SECRET));
    assertThat(push.header("Content-Type")).isEqualTo("application/json");
    assertThat(push.header("X-Slipway-Event")).isEqualTo("push");
    JsonNode body = Json.read(push.body());
    assertThat(body.path("ref").asText()).isEqualTo("refs/heads/main");
    assertThat(body.path("before").asText()).isEqualTo(ZEROS);
    assertThat(body.path("after").asText()).isEqualTo(commit);
    assertThat(body.path("deleted").isBoolean()).isTrue();
    assertThat(body.path("deleted").asBoolean()).isFalse();
    assertThat(body.path("repository").path("full_name").asText()).isEqualTo("acme/shop");
    JsonNode head = body.path("head_commit");
    assertThat(head.path("id").asText()).isEqualTo(commit);
    assertThat(head.path("message").asText())
        .isEqualTo("Sell \"shoes\" \\ boots\n\nin ünïcode 👟\tand tabs");
    assertThat(head.path("author").path("name").asText()).isEqualTo("Zoë \"Z\" O'Neil");
    assertThat(body.path("pusher").path("name").asText()).isEqualTo("zoe");
    assertThat(said)
        .contains("Slipway: main: build started: ")
        .contains(receiver.url().replace("/webhooks/git/repo_1", "/builds/bld_7"));
    assertThat(receiver.isEmpty()).isTrue();
  }

  @Test
  void everySecretSignsWhateverItsLengthAndBytes() throws Exception {
    for (String secret : new String[] {"%s'\"\\\n", "k".repeat(64), "long é ".repeat(40)}) {
      git.install(PostReceiveScript.of("acme/shop", receiver.url(), secret), shell);
      git.commit("one more");
      git.push("main");
      Received push = receiver.next();
      assertThat(push.header("X-Hub-Signature-256")).isEqualTo(signature(push.body(), secret));
    }
  }

  @Test
  void aMessageOfAnyBytesStaysJson() throws Exception {
    var message = new ByteArrayOutputStream();
    for (int i = 1; i < 256; i++) {
      message.write(i);
    }
    message.writeBytes(new byte[] {(byte) 0xe2, (byte) 0x82, 'x', (byte) 0xf0, (byte) 0x9f});
    git.commitRaw(message.toByteArray());

    git.push("main");

    String told = Json.read(receiver.next().body()).path("head_commit").path("message").asText();
    String expected = message.toString(StandardCharsets.UTF_8);
    assertThat(told.replaceAll("\uFFFD+", "\uFFFD").replace("\r", ""))
        .isEqualTo(expected.replaceAll("\uFFFD+", "\uFFFD").replace("\r", ""));
  }

  @Test
  void oddRefNamesArriveAsTheyAre() throws Exception {
    git.commit("one");
    String branch = "release/2.x-\"größe\"'$(id)`;&";
    git.inWork("branch", branch);

    String said = git.push(branch);

    JsonNode body = Json.read(receiver.next().body());
    assertThat(body.path("ref").asText()).isEqualTo("refs/heads/" + branch);
    assertThat(said).contains(branch + ": build started");
  }

  @Test
  void anAnnotatedTagNamesItsCommit() throws Exception {
    String commit = git.commit("one");
    git.inWork("tag", "-a", "v1", "-m", "first");
    String tag = git.inWork("rev-parse", "v1");

    git.push("v1");

    JsonNode body = Json.read(receiver.next().body());
    assertThat(tag).isNotEqualTo(commit);
    assertThat(body.path("ref").asText()).isEqualTo("refs/tags/v1");
    assertThat(body.path("after").asText()).isEqualTo(tag);
    assertThat(body.path("head_commit").path("id").asText()).isEqualTo(commit);
  }

  @Test
  void aDeletedBranchIsToldAsDeleted() throws Exception {
    git.commit("one");
    git.push("main", "main:old");
    receiver.next();
    receiver.next();
    receiver.answer(
        new Answer(
            202,
            """
            {"delivery_id":"dlv_2","duplicate":false,"changes":[{"decision":"ignore",\
            "build_id":null,"rule":"deleted","reason":"\\"old\\" was deleted"}]}\
            """));

    String said = git.push(":old");

    JsonNode body = Json.read(receiver.next().body());
    assertThat(body.path("ref").asText()).isEqualTo("refs/heads/old");
    assertThat(body.path("deleted").asBoolean()).isTrue();
    assertThat(body.path("after").asText()).isEqualTo(ZEROS);
    assertThat(body.path("head_commit").isNull()).isTrue();
    assertThat(said).contains("old: not built: 'old' was deleted");
  }

  @Test
  void everyRefOfAPushIsADeliveryOfItsOwnAndNotesAreNone() throws Exception {
    git.commit("one");
    git.inWork("tag", "v1");
    git.inWork("notes", "add", "-m", "a note");

    git.push("main", "v1", "refs/notes/commits");

    String first = Json.read(receiver.next().body()).path("ref").asText();
    String second = Json.read(receiver.next().body()).path("ref").asText();
    assertThat(first).isEqualTo("refs/heads/main");
    assertThat(second).isEqualTo("refs/tags/v1");
    assertThat(receiver.isEmpty()).isTrue();
  }

  @Test
  void goingBackAndForthGivesNewDeliveryIds() throws Exception {
    String first = git.commit("A");
    git.push("main");
    git.commit("B");
    git.push("main");
    git.push("--force", first + ":main");
    git.push("--force", "main");

    receiver.next();
    String forth = receiver.next().header("X-Slipway-Delivery");
    receiver.next();
    String again = receiver.next().header("X-Slipway-Delivery");
    assertThat(again).isNotEqualTo(forth).matches("[0-9a-f]{64}");
  }

  @Test
  void aServerThatStumblesIsAskedAgainUnderTheSameDeliveryId() throws Exception {
    receiver.answer(new Answer(503, "{}"), WebhookReceiver.STARTED);
    git.commit("one");

    String said = git.push("main");

    assertThat(said).contains("main: build started");
    Received first = receiver.next();
    Received second = receiver.next();
    assertThat(second.header("X-Slipway-Delivery")).isEqualTo(first.header("X-Slipway-Delivery"));
    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void aPushIsSafeWhenSlipwayIsAwayAndThePusherIsToldHowToGoOn() throws Exception {
    receiver.close();
    git.commit("one");
    git.inWork("branch", "über");
    long begun = System.nanoTime();

    String said = git.push("main", "über");

    String commit = git.inWork("rev-parse", "HEAD");
    assertThat(said)
        .contains("main: Slipway cannot be reached")
        .contains("Your push is safe, but not built.")
        .contains("slipway build acme/shop --ref refs/heads/main")
        .contains("slipway build acme/shop --sha " + commit);
    assertThat((System.nanoTime() - begun) / 1_000_000_000L).isLessThan(20);
  }

  @Test
  void aSecretThatIsNotKnownAnyMoreIsSaidInWords() throws Exception {
    receiver.answer(new Answer(401, "{\"title\":\"Not authentic\"}"));
    git.commit("one");

    assertThat(git.push("main"))
        .contains("main: not built: Slipway does not know this hook any more")
        .contains("slipway hook acme/shop");
  }

  private static String signature(byte[] body, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
  }
}
