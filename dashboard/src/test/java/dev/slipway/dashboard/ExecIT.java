package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.core.build.Build;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.Session.Size;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in containers, over a WebSocket. */
class ExecIT {
  private static final String PATH = "/services/shop.production/exec";
  private static final Instance LIVE = new Instance("c1", "127.0.0.1", 32768);
  private static final Instance OTHER = new Instance("d2", "127.0.0.1", 32769);

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    Scenes scenes = new Scenes(stage);
    Repository repository = scenes.repository(Forge.GIT, "acme/shop");
    Build build = scenes.run(repository, "main", "ada", "Start");
    var image = scenes.image(repository);
    scenes.finish(
        build,
        scenes.succeeded(build, image),
        List.of(scenes.release(build, image, ReleaseKind.DEPLOY, null, "")));
    scenes.roll(Scenes.allTheWay(LIVE), Scenes.detailsAllTheWay());
    stage.place.run(OTHER);
    stage.place.run(LIVE);
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    stage.close();
  }

  @Test
  void whatIsSentReachesTheCommandAndWhatItWritesComesBackWithItsExitCode() throws Exception {
    WebSocket socket = connect(PATH);
    send(socket, "{\"type\":\"start\",\"command\":[\"cat\",\"-\"]}");

    assertThat(next()).isEqualTo("{\"type\":\"started\",\"container\":\"c1\"}");
    StageSession session = stage.place.sessions.take();
    assertThat(session.command).containsExactly("cat", "-");
    assertThat(session.sizes).isEmpty();
    type(socket, "hello");
    assertThat(next()).isEqualTo("1 hello");
    type(socket, "oops");
    assertThat(next()).isEqualTo("2 oops");
    send(socket, "{\"type\":\"end_input\"}");
    assertThat(next()).isEqualTo("{\"type\":\"exit\",\"code\":7}");
    assertThat(next()).isEqualTo("closed 1000");
    assertThat(session.isClosed()).isTrue();
  }

  @Test
  void aTerminalHasASizeThatChanges() throws Exception {
    WebSocket socket = connect("/api/v1" + PATH + "?container=d");
    send(
        socket,
        "{\"type\":\"start\",\"command\":[\"sh\"],\"terminal\":{\"columns\":80,\"rows\":24}}");

    assertThat(next()).contains("d2");
    send(socket, "{\"type\":\"resize\",\"columns\":120,\"rows\":40}");
    assertThat(next()).isEqualTo("1 120x40");
    assertThat(stage.place.sessions.take().sizes)
        .containsExactly(new Size(80, 24), new Size(120, 40));
  }

  @Test
  void whoeverGoesAwayEndsTheCommand() throws Exception {
    WebSocket socket = connect(PATH);
    send(socket, "{\"type\":\"start\",\"command\":[\"sh\"]}");
    assertThat(next()).contains("started");

    socket.abort();

    assertThat(stage.place.sessions.take().isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":\"start\"}",
        "{\"type\":\"start\",\"command\":[]}",
        "nonsense",
        "{\"type\":\"start\",\"command\":[\"sh\"],\"terminal\":{\"columns\":80}}"
      })
  void whatDoesNotStartACommandIsToldAndNothingRuns(String first) throws Exception {
    WebSocket socket = connect(PATH);
    send(socket, first);

    assertThat(next()).startsWith("{\"type\":\"problem\",\"message\":\"");
    assertThat(next()).isEqualTo("closed 1000");
    assertThat(stage.place.sessions).isEmpty();
  }

  @Test
  void anEngineThatGoesAwayIsTold() throws Exception {
    WebSocket socket = connect(PATH);
    stage.place.away = true;
    send(socket, "{\"type\":\"start\",\"command\":[\"sh\"]}");

    assertThat(next()).contains("the engine does not answer").contains("start it");
  }

  @Test
  void strangersAndOtherSitesAndUnknownContainersAreRefusedBeforeAnythingRuns() throws Exception {
    assertThat(refused(PATH, "Authorization", "Bearer nonsense")).isEqualTo(401);
    assertThat(refused(PATH)).isEqualTo(401);
    stage.signIn("session-1", "ada");
    assertThat(refused(PATH, "Cookie", "slipway=session-1")).isEqualTo(403);
    assertThat(refused(PATH, "Cookie", "slipway=session-1", "Origin", "https://evil.example.com"))
        .isEqualTo(403);
    assertThat(refused("/services/none/exec", bearer())).isEqualTo(404);
    assertThat(refused(PATH + "?container=none", bearer())).isEqualTo(404);
    stage.place.away = true;
    assertThat(refused(PATH, bearer())).isEqualTo(503);
  }

  @Test
  void pagesOfOursMayTalk() throws Exception {
    stage.signIn("session-1", "ada");
    String origin = "http://slipway.example.com:8080";

    assertThat(connect(PATH, "Cookie", "slipway=session-1", "Origin", origin)).isNotNull();
  }

  @Test
  void aPlainRequestIsToldToAskForAWebSocket() throws Exception {
    try (Browser browser = new Browser(stage)) {
      assertThat(browser.get("/api/v1" + PATH).statusCode()).isEqualTo(426);
    }
  }

  private int refused(String path, String... headers) {
    Throwable refusal = catchThrowable(() -> connect(path, headers));
    return refusal.getCause() instanceof WebSocketHandshakeException told
        ? told.getResponse().statusCode()
        : 0;
  }

  private static String[] bearer() {
    return new String[] {"Authorization", "Bearer " + Stage.TOKEN};
  }

  private WebSocket connect(String path) throws Exception {
    return connect(path, bearer());
  }

  private WebSocket connect(String path, String... headers) throws Exception {
    var builder = client.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    URI url = URI.create(stage.url(path).toString().replaceFirst("http", "ws"));
    return builder.buildAsync(url, new Ear(heard)).get(10, TimeUnit.SECONDS);
  }

  private static void send(WebSocket socket, String json) throws Exception {
    socket.sendText(json, true).get(10, TimeUnit.SECONDS);
  }

  private static void type(WebSocket socket, String text) throws Exception {
    byte[] bytes = ("\0" + text).getBytes(StandardCharsets.UTF_8);
    socket.sendBinary(ByteBuffer.wrap(bytes), true).get(10, TimeUnit.SECONDS);
  }

  private String next() throws InterruptedException {
    String next = heard.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  /** Writes down what it hears. */
  private record Ear(BlockingQueue<String> heard) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
      int kind = bytes.get();
      heard.add(kind + " " + StandardCharsets.UTF_8.decode(bytes));
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      heard.add("closed " + status);
      return null;
    }
  }
}
