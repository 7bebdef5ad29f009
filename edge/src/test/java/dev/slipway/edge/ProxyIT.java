package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyIT extends RunningEdge {
  @Test
  void passesMethodTargetHeadersAndBodyThere() throws Exception {
    route(
        instance(r ->
            r.body()
                .onSuccess(body ->
                    r.response()
                        .putHeader("X-Answer", "42")
                        .setStatusCode(201)
                        .end(
                            r.method()
                                + " "
                                + r.uri()
                                + " "
                                + body
                                + " "
                                + r.getHeader("X-Asked")
                                + " "
                                + r.getHeader("X-Forwarded-For")
                                + " "
                                + r.getHeader("Host")))));
    HttpResponse<String> answer =
        send(request("/a%20b?c=d").header("X-Asked", "x").POST(BodyPublishers.ofString("body")));
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("x-answer")).hasValue("42");
    assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    assertThat(answer.body()).isEqualTo("POST /a%20b?c=d body x 127.0.0.1 127.0.0.1:" + port());
  }

  @Test
  void tellsABrowserThatAHostIsUnknown() throws Exception {
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.1\r\nHost: nobody.localhost\r\nAccept: text/html\r\n\r\n");
      assertThat(client.readUntil("</html>"))
          .startsWith("HTTP/1.1 404")
          .containsIgnoringCase("content-security-policy: default-src 'none'")
          .contains("nobody.localhost");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1|Host: a/b||",
        "GET / HTTP/1.1||",
        "GET / HTTP/1.1|Host: 127.0.0.1|Host: 127.0.0.1||",
        "GET / HTTP/1.1|Host : 127.0.0.1||",
        "POST / HTTP/1.1|Host: 127.0.0.1|Transfer-Encoding: gzip, chunked||0||",
        "POST / HTTP/1.1|Host: 127.0.0.1|Content-Length: 5|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.1|Host: 127.0.0.1|Content-Length: 1|Content-Length: 2||ab",
        "POST / HTTP/1.1|Host: 127.0.0.1|Content-Length: -1||"
      })
  void refusesARequestThatTwoServersCouldReadDifferently(String request) throws Exception {
    route(instance(r -> r.response().end("reached")));
    try (RawClient client = raw()) {
      assertThat(client.write(request.replace("|", "\r\n")).readUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 400");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void passesAnswersWithoutBodyAndGoesOnWithTheConnection(int status) throws Exception {
    route(instance(r -> r.response().setStatusCode(status).end()));
    try (RawClient client = raw()) {
      String request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      client.write(request);
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 " + status);
      client.write(request);
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void passesTheLengthButNoBodyForHead() throws Exception {
    route(instance(r -> r.response().putHeader("Content-Length", "1234").end()));
    try (RawClient client = raw()) {
      String request = "HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      client.write(request);
      assertThat(client.readUntil("\r\n\r\n")).containsIgnoringCase("content-length: 1234");
      client.write(request);
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void answersPipelinedRequestsInTurn() throws Exception {
    route(instance(r -> r.response().end(r.uri() + ".")));
    try (RawClient client = raw()) {
      String head = " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      client.write("GET /1" + head + "GET /2" + head + "GET /3" + head);
      assertThat(client.readUntil("/3.")).containsSubsequence("/1.", "/2.", "/3.");
    }
  }

  @Test
  void servesAnAbsoluteTargetByTheHostInIt() throws Exception {
    route(instance(r -> r.response().end(r.uri() + " for " + r.getHeader("Host"))));
    try (RawClient client = raw()) {
      client.write("GET http://127.0.0.1/x?y HTTP/1.1\r\nHost: other.localhost\r\n\r\n");
      assertThat(client.readUntil("127.0.0.1")).contains("/x?y for");
    }
  }

  @Test
  void servesAnHttp10ClientUntilTheEndOfItsConnection() throws Exception {
    route(instance(r -> r.response().setChunked(true).end("streamed")));
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
      assertThat(client.readAll()).endsWith("\r\n\r\nstreamed");
    }
  }

  @Test
  void passesTheWishToContinueBeforeTheBody() throws Exception {
    route(
        instance(r -> {
          r.response().writeContinue();
          r.body().onSuccess(body -> r.response().end("got " + body));
        }));
    try (RawClient client = raw()) {
      client.write(
          "PUT / HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
      assertThat(client.write("abc").readUntil("got abc")).contains("HTTP/1.1 200");
    }
  }

  @Test
  void passesTrailers() throws Exception {
    route(instance(r -> r.response().setChunked(true).putTrailer("X-Sum", "7").end("body")));
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      assertThat(client.readUntil("X-Sum: 7")).contains("body");
    }
  }

  @Test
  void saysThatAServiceIsNotRunningWhereNoInstanceIs() throws Exception {
    route();
    HttpResponse<String> answer = send(request("/"));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("5");
    assertThat(answer.body()).contains("shop.test", "127.0.0.1");
  }

  @Test
  void saysThatAnInstanceTookTooLong() throws Exception {
    int silent = instance(_ -> {});
    route(silent);
    HttpResponse<String> answer = send(request("/"));
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("shop.test", "within 1 s");
  }

  @Test
  void closesAConnectionWhoseNextHeadDoesNotCome() throws Exception {
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.1\r\nHost: 127.0.");
      assertThat(client.readAll()).isEmpty();
    }
  }

  @Test
  void refusesHeadersBeyondTheLimit() throws Exception {
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 431");
    }
  }
}
