package dev.slipway.builder.image.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.builder.image.session.GrpcException.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Speaks HTTP/2 with the server byte by byte, as RFC 9113 and RFC 7541 have it. */
final class GrpcServerTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Map<String, GrpcMethod> methods =
      Map.of(
          "/a.B/Echo", GrpcServerTest::echo,
          "/a.B/Refuse", _ -> refuse("there is no 100% größe\n"),
          "/a.B/Break", _ -> breakDown());
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private record Frame(int type, int flags, int stream, ByteBuffer payload) {
    boolean has(int flag) {
      return (flags & flag) != 0;
    }
  }

  @BeforeEach
  void connect() {
    new GrpcServer(methods).addTo(channel.pipeline());
    feed(PREFACE);
    feed(frame(SETTINGS, 0, 0));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void the_server_says_its_settings_and_accepts_the_clients() {
    assertThat(frames()).anyMatch(frame -> frame.type == SETTINGS && !frame.has(ACK));
    feed(frame(SETTINGS, 0, 0));
    assertThat(frames()).anyMatch(frame -> frame.type == SETTINGS && frame.has(ACK));
  }

  @Test
  void it_is_healthy() throws Http2Exception {
    call(1, "/grpc.health.v1.Health/Check", message(new byte[0]));

    List<Frame> answer = answers(1);
    assertThat(answer).extracting(Frame::type).containsExactly(HEADERS, DATA, HEADERS);
    Http2Headers head = headers(answer.get(0));
    assertThat(head.status()).hasToString("200");
    assertThat(head.get("content-type")).hasToString("application/grpc");
    assertThat(answer.get(1).payload).isEqualTo(wrapped(message(new byte[] {8, 1})));
    assertThat(answer.get(2).has(END_STREAM)).isTrue();
    assertThat(headers(answer.get(2)).get("grpc-status")).hasToString("0");
  }

  @Test
  void a_call_that_comes_byte_by_byte_is_answered() {
    byte[] content = "some content".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    call.writeBytes(frame(HEADERS, END_HEADERS, 1, head("/a.B/Echo")));
    for (byte next : message(content)) {
      call.writeBytes(frame(DATA, 0, 1, next));
    }
    call.writeBytes(frame(DATA, END_STREAM, 1));
    for (byte next : call.toByteArray()) {
      feed(next);
    }

    assertThat(answers(1).get(1).payload).isEqualTo(wrapped(message(content)));
  }

  @Test
  void the_head_of_a_call_may_come_in_two_frames() {
    byte[] head = head("/a.B/Echo");
    byte[] first = Arrays.copyOf(head, 9);
    byte[] second = Arrays.copyOfRange(head, 9, head.length);
    feed(frame(HEADERS, 0, 1, first));
    feed(frame(CONTINUATION, END_HEADERS, 1, second));
    feed(frame(DATA, END_STREAM, 1, message(new byte[] {7})));

    assertThat(answers(1).get(1).payload).isEqualTo(wrapped(message(new byte[] {7})));
  }

  @Test
  void several_calls_at_once_are_kept_apart() {
    feed(frame(HEADERS, END_HEADERS, 1, head("/a.B/Echo")));
    feed(frame(HEADERS, END_HEADERS, 3, head("/a.B/Echo")));
    feed(frame(DATA, END_STREAM, 3, message(new byte[] {3})));
    feed(frame(DATA, END_STREAM, 1, message(new byte[] {1})));
    List<Frame> all = frames();

    assertThat(all)
        .filteredOn(frame -> frame.type == DATA)
        .satisfiesExactly(
            frame -> assertThat(frame.payload).isEqualTo(wrapped(message(new byte[] {3}))),
            frame -> assertThat(frame.payload).isEqualTo(wrapped(message(new byte[] {1}))));
  }

  @Test
  void what_is_not_there_is_unimplemented() throws Http2Exception {
    call(1, "/moby.filesync.v1.Auth/FetchToken", message(new byte[0]));

    refused(
        1, Status.UNIMPLEMENTED, "this session does not answer /moby.filesync.v1.Auth/FetchToken");
  }

  @Test
  void an_error_is_told_in_trailers_with_its_words_escaped() throws Http2Exception {
    call(1, "/a.B/Refuse", message(new byte[0]));

    refused(1, Status.NOT_FOUND, "there is no 100%25 gr%C3%B6%C3%9Fe%0A");
  }

  @Test
  void a_defect_of_ours_tells_nothing_of_itself() throws Http2Exception {
    call(1, "/a.B/Break", message(new byte[0]));

    refused(1, Status.INTERNAL, "the builder's own log tells more");
  }

  @Test
  void messages_that_are_none_are_refused() throws Http2Exception {
    call(1, "/a.B/Echo", new byte[0]);
    refused(1, Status.INVALID_ARGUMENT, "a request without a message");
    call(3, "/a.B/Echo", new byte[] {1, 0, 0, 0, 0});
    refused(3, Status.UNIMPLEMENTED, "compressed requests are not understood");
    call(5, "/a.B/Echo", new byte[] {0, 0, 0, 0, 2, 1});
    refused(5, Status.INVALID_ARGUMENT, "not exactly one whole message");
    call(7, "/a.B/Echo", new byte[] {0, -1, -1, -1, -1, 1});
    refused(7, Status.INVALID_ARGUMENT, "not exactly one whole message");
  }

  @Test
  void a_request_may_not_be_large() throws Http2Exception {
    feed(frame(HEADERS, END_HEADERS, 1, head("/a.B/Echo")));
    for (int i = 0; i < 5; i++) {
      feed(frame(DATA, 0, 1, new byte[16_000]));
    }

    refused(1, Status.RESOURCE_EXHAUSTED, "more than 65536 bytes");
  }

  @Test
  void a_call_that_is_given_up_leaves_the_connection_as_it_was() {
    feed(frame(HEADERS, END_HEADERS, 1, head("/a.B/Echo")));
    feed(frame(RESET, 0, 1, new byte[] {0, 0, 0, 8}));
    call(3, "/a.B/Echo", message(new byte[] {3}));

    assertThat(answers(3).get(1).payload).isEqualTo(wrapped(message(new byte[] {3})));
  }

  @Test
  void a_ping_is_answered_with_what_it_carries() {
    byte[] carried = HexFormat.of().parseHex("0102030405060708");
    feed(frame(PING, 0, 0, carried));

    assertThat(frames())
        .anyMatch(frame ->
            frame.type == PING && frame.has(ACK) && frame.payload.equals(wrapped(carried)));
  }

  @Test
  void a_connection_that_speaks_something_else_is_closed() {
    EmbeddedChannel other = new EmbeddedChannel();
    new GrpcServer(methods).addTo(other.pipeline());
    other.writeInbound(Unpooled.wrappedBuffer(new byte[64]));

    assertThat(other.isOpen()).isFalse();
    other.finishAndReleaseAll();
  }

  @Test
  void a_frame_longer_than_agreed_ends_the_connection() {
    feed(new byte[] {0x7f, 0, 0, DATA, 0, 0, 0, 0, 1});

    assertThat(frames()).anyMatch(frame -> frame.type == GOAWAY);
    assertThat(channel.isOpen()).isFalse();
  }

  private static byte[] echo(ByteBuffer request) {
    byte[] copy = new byte[request.remaining()];
    request.get(copy);
    return copy;
  }

  private static byte[] refuse(String why) throws GrpcException {
    throw new GrpcException(Status.NOT_FOUND, why);
  }

  private static byte[] breakDown() {
    throw new IllegalStateException("nobody's business");
  }

  private void call(int stream, String path, byte[] framed) {
    feed(frame(HEADERS, END_HEADERS, stream, head(path)));
    feed(frame(DATA, END_STREAM, stream, framed));
  }

  private void refused(int stream, Status status, String words) throws Http2Exception {
    List<Frame> answer = answers(stream);
    assertThat(answer).hasSize(1);
    assertThat(answer.getFirst().has(END_STREAM)).isTrue();
    Http2Headers headers = headers(answer.getFirst());
    assertThat(headers.status()).hasToString("200");
    assertThat(headers.get("grpc-status")).hasToString(String.valueOf(status.code()));
    assertThat(headers.get("grpc-message")).hasToString(words);
  }

  private List<Frame> answers(int stream) {
    return frames().stream()
        .filter(frame -> frame.stream == stream)
        .filter(frame -> frame.type == HEADERS || frame.type == DATA)
        .toList();
  }

  private Http2Headers headers(Frame frame) throws Http2Exception {
    return decoder.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload.duplicate()));
  }

  /** Headers as literals that no table holds, and the method and scheme from the static table. */
  private static byte[] head(String path) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(0x83);
    head.write(0x86);
    literal(head, ":path", path);
    literal(head, ":authority", "engine");
    literal(head, "content-type", "application/grpc");
    literal(head, "te", "trailers");
    return head.toByteArray();
  }

  private static void literal(ByteArrayOutputStream head, String name, String value) {
    head.write(0);
    head.write(name.length());
    head.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    head.write(value.length());
    head.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] message(byte[] content) {
    return ByteBuffer.allocate(5 + content.length)
        .put((byte) 0)
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] frame(int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static ByteBuffer wrapped(byte... bytes) {
    return ByteBuffer.wrap(bytes);
  }

  private void feed(byte... bytes) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    channel.runPendingTasks();
  }

  /** What the server has said since the last call. */
  private List<Frame> frames() {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      all.writeBytes(next);
      next.release();
    }
    List<Frame> frames = new ArrayList<>();
    while (all.isReadable()) {
      int length = all.readUnsignedMedium();
      int type = all.readUnsignedByte();
      int flags = all.readUnsignedByte();
      int stream = all.readInt();
      byte[] payload = new byte[length];
      all.readBytes(payload);
      frames.add(new Frame(type, flags, stream, wrapped(payload)));
    }
    return frames;
  }
}
