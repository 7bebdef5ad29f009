package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.EdgeLimits;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class Http2IT extends RunningEdge {
  private final HttpClientAgent client =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false)
              .setHttp2MultiplexingLimit(200));

  @Test
  void speaksHttp2WithAClientThatKnowsThatItDoes() throws Exception {
    route(
        instance(r ->
            r.response()
                .putHeader("X-Answer", "42")
                .setChunked(true)
                .putTrailer("X-Sum", "7")
                .end(r.version() + " " + r.uri() + " " + r.getHeader("Host"))));
    Answer answer = answer(ask(HttpMethod.GET, "/a?b").compose(HttpClientRequest::send));
    assertThat(answer.head().version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(answer.head().getHeader("x-answer")).isEqualTo("42");
    assertThat(answer.body()).isEqualTo("HTTP_1_1 /a?b 127.0.0.1:" + port());
    assertThat(answer.head().getTrailer("x-sum")).isEqualTo("7");
  }

  @Test
  void changesToHttp2WhereAClientAsks() throws Exception {
    route(instance(r -> r.body().onSuccess(body -> r.response().end("got " + body))));
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> answer =
            client.send(
                request("/").POST(BodyPublishers.ofString("body " + i)).build(),
                BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.body()).isEqualTo("got body " + i);
      }
    }
  }

  @Test
  void passesABodyOfUnknownLength() throws Exception {
    route(
        instance(r ->
            r.body()
                .onSuccess(body ->
                    r.response().end(body.length() + " " + r.getHeader("Transfer-Encoding")))));
    HttpClientRequest request = get(ask(HttpMethod.PUT, "/"));
    request.setChunked(true).write(Buffer.buffer(new byte[200_000]));
    assertThat(answer(request.send(Buffer.buffer("end"))).body()).isEqualTo("200003 chunked");
  }

  @Test
  void sendsNoBodyWhereThereIsNone() throws Exception {
    route(
        instance(r ->
            r.response()
                .end(r.getHeader("Transfer-Encoding") + " " + r.getHeader("Content-Length"))));
    Answer answer = answer(ask(HttpMethod.GET, "/").compose(HttpClientRequest::send));
    assertThat(answer.body()).isEqualTo("null null");
  }

  @Test
  void serves100RequestsOfOneConnectionAtOnce() throws Exception {
    BlockingQueue<HttpServerRequest> began = new LinkedBlockingQueue<>();
    int port = instance(began::add);
    route(port);
    List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(whole(ask(HttpMethod.GET, "/" + i).compose(HttpClientRequest::send)));
    }
    for (int i = 0; i < 100; i++) {
      HttpServerRequest next = began.poll(10, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      next.response().end(next.uri());
    }
    for (int i = 0; i < 100; i++) {
      assertThat(get(answers.get(i)).body()).isEqualTo("/" + i);
    }
    route(closedPort());
    assertThat(awaitDraining(port, 0)).isTrue();
  }

  @Test
  void tellsTheInstanceThatOneOfManyRequestsWasGivenUp() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    BlockingQueue<HttpServerRequest> began = new LinkedBlockingQueue<>();
    route(
        instance(r -> {
          r.response().closeHandler(_ -> gone.countDown());
          began.add(r);
        }));
    HttpClientRequest given = get(ask(HttpMethod.GET, "/given-up"));
    var _ = given.send();
    assertThat(began.take().uri()).isEqualTo("/given-up");
    Future<Answer> other = whole(ask(HttpMethod.GET, "/other").compose(HttpClientRequest::send));
    HttpServerRequest going = began.take();
    given.reset();
    assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    going.response().end("fine");
    assertThat(get(other).body()).isEqualTo("fine");
  }

  @Test
  void keepsAConnectionAsLongAsOneOfItsRequestsGoesOn() throws Exception {
    BlockingQueue<HttpServerRequest> began = new LinkedBlockingQueue<>();
    route(
        instance(r -> {
          if (r.uri().equals("/long")) {
            r.response().setChunked(true).write("a");
            began.add(r);
          } else {
            r.response().end();
          }
        }));
    Future<Answer> answer = whole(ask(HttpMethod.GET, "/long").compose(HttpClientRequest::send));
    get(whole(ask(HttpMethod.GET, "/").compose(HttpClientRequest::send)));
    HttpServerRequest going = began.take();
    // Longer than the edge waits for the next request of a connection without any.
    vertx.setTimer(3_500, _ -> going.response().end("b"));
    assertThat(get(answer).body()).isEqualTo("ab");
  }

  @Test
  void closesAConnectionWithoutRequestsAlsoWhenTheLastWasGivenUp() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    route(instance(_ -> began.countDown()));
    HttpClientConnection connection =
        get(client.connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(port())));
    connection.closeHandler(_ -> closed.countDown());
    HttpClientRequest given = get(connection.request(new RequestOptions().setURI("/")));
    var _ = given.send();
    assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
    given.reset();
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void refusesATooLargeBodyAndGoesOnWithTheConnection() throws Exception {
    int port = instance(r -> r.body().onSuccess(body -> r.response().end("" + body.length())));
    publish(route(new EdgeLimits(10L, null), new Share(1, 100, at(port))));
    HttpClientRequest large = get(ask(HttpMethod.POST, "/"));
    Answer refused = answer(large.send(Buffer.buffer(new byte[100_000])));
    assertThat(refused.head().statusCode()).isEqualTo(413);
    Future<HttpClientResponse> small =
        ask(HttpMethod.POST, "/").compose(request -> request.send("small"));
    assertThat(answer(small).body()).isEqualTo("5");
  }

  /** Over one connection for all. */
  private Future<HttpClientRequest> ask(HttpMethod method, String uri) {
    return client.request(
        new RequestOptions().setMethod(method).setHost("127.0.0.1").setPort(port()).setURI(uri));
  }

  private static Answer answer(Future<HttpClientResponse> head) throws Exception {
    return get(whole(head));
  }

  private static Future<Answer> whole(Future<HttpClientResponse> head) {
    return head.compose(in -> in.body().map(body -> new Answer(in, body.toString())));
  }

  private record Answer(HttpClientResponse head, String body) {}
}
