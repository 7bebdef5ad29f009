package dev.slipway.builder.image.session;

import dev.slipway.builder.image.session.GrpcException.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All calls of one connection, each on an HTTP/2 stream of its own. Netty's handler that gives each
 * stream a channel is no help: it takes whoever made the connection for the client.
 */
final class GrpcConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcConnection.class);

  private final Map<String, GrpcMethod> methods;
  private final Map<Integer, GrpcCall> calls = new HashMap<>();

  GrpcConnection(Map<String, GrpcMethod> methods) {
    this.methods = methods;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    try {
      switch (frame) {
        case Http2HeadersFrame headers -> head(context, headers);
        case Http2DataFrame data -> piece(context, data);
        case Http2ResetFrame reset -> calls.remove(reset.stream().id());
        default -> {
          // What concerns the connection as a whole has been dealt with by the codec.
        }
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void head(ChannelHandlerContext context, Http2HeadersFrame frame) {
    int id = frame.stream().id();
    CharSequence path = frame.headers().path();
    if (path != null) {
      calls.put(id, new GrpcCall(path.toString()));
    }
    if (frame.isEndStream()) {
      answer(context, frame.stream());
    }
  }

  private void piece(ChannelHandlerContext context, Http2DataFrame frame) {
    Http2FrameStream stream = frame.stream();
    write(
        context,
        new DefaultHttp2WindowUpdateFrame(frame.initialFlowControlledBytes()).stream(stream));
    GrpcCall call = calls.get(stream.id());
    if (call == null) {
      return;
    }
    try {
      call.append(frame.content());
    } catch (GrpcException e) {
      calls.remove(stream.id());
      refuse(context, stream, e);
      return;
    }
    if (frame.isEndStream()) {
      answer(context, stream);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  private void answer(ChannelHandlerContext context, Http2FrameStream stream) {
    GrpcCall call = calls.remove(stream.id());
    if (call == null) {
      return;
    }
    try {
      byte[] message = call.answer(methods);
      ByteBuf framed = Unpooled.buffer(GrpcCall.PREFIX + message.length);
      framed.writeByte(0).writeInt(message.length).writeBytes(message);
      write(context, new DefaultHttp2HeadersFrame(head()).stream(stream));
      write(context, new DefaultHttp2DataFrame(framed).stream(stream));
      Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", "0");
      write(context, new DefaultHttp2HeadersFrame(trailers, true).stream(stream));
    } catch (GrpcException e) {
      refuse(context, stream, e);
    }
  }

  /** Answers with head and trailers in one, as is usual where there is no message. */
  private static void refuse(
      ChannelHandlerContext context, Http2FrameStream stream, GrpcException error) {
    Status status = error.status();
    Http2Headers headers =
        head()
            .set("grpc-status", String.valueOf(status.code()))
            .set("grpc-message", percentEncoded(String.valueOf(error.getMessage())));
    write(context, new DefaultHttp2HeadersFrame(headers, true).stream(stream));
  }

  /** What cannot be written has no reader any more, and the end of the connection tells as much. */
  private static void write(ChannelHandlerContext context, Object frame) {
    var _ = context.write(frame);
  }

  private static Http2Headers head() {
    return new DefaultHttp2Headers().status("200").set("content-type", "application/grpc");
  }

  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
      if (next >= ' ' && next <= '~' && next != '%') {
        encoded.append((char) next);
      } else {
        encoded.append("%%%02X".formatted(next & 0xff));
      }
    }
    return encoded.toString();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof Http2FrameStreamException broken) {
      calls.remove(broken.stream().id());
      write(context, new DefaultHttp2ResetFrame(broken.error()).stream(broken.stream()));
      context.flush();
      return;
    }
    LOG.debug("the connection of a session broke", cause);
    var _ = context.close();
  }
}
