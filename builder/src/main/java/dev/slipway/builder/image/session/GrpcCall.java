package dev.slipway.builder.image.session;

import dev.slipway.builder.image.session.GrpcException.Status;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call with one message each way, as its request comes in.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over
 *     HTTP/2</a>
 */
final class GrpcCall {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcCall.class);

  /** A flag that tells whether the message is compressed, and its length. */
  static final int PREFIX = 5;

  private static final int LONGEST_REQUEST = 64 * 1024;

  private final String path;
  private final ByteBuffer request = ByteBuffer.allocate(LONGEST_REQUEST);

  GrpcCall(String path) {
    this.path = path;
  }

  /**
   * Takes a piece of the request.
   *
   * @throws GrpcException when that makes it too long
   */
  void append(ByteBuf piece) throws GrpcException {
    if (piece.readableBytes() > request.remaining()) {
      throw new GrpcException(Status.RESOURCE_EXHAUSTED, "more than " + LONGEST_REQUEST + " bytes");
    }
    request.limit(request.position() + piece.readableBytes());
    piece.readBytes(request);
    request.limit(request.capacity());
  }

  /**
   * Makes the answer, once the request is there as a whole.
   *
   * @throws GrpcException when it is an error
   */
  byte[] answer(Map<String, GrpcMethod> methods) throws GrpcException {
    GrpcMethod method = methods.get(path);
    if (method == null) {
      throw new GrpcException(Status.UNIMPLEMENTED, "this session does not answer " + path);
    }
    try {
      return method.answer(message(request.flip()));
    } catch (IllegalArgumentException e) {
      throw new GrpcException(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("the engine's call of {} could not be answered", path, e);
      throw new GrpcException(Status.INTERNAL, "the builder's own log tells more");
    }
  }

  /** Takes the prefix away. */
  private static ByteBuffer message(ByteBuffer framed) throws GrpcException {
    if (framed.remaining() < PREFIX) {
      throw new GrpcException(Status.INVALID_ARGUMENT, "a request without a message");
    }
    if (framed.get() != 0) {
      throw new GrpcException(Status.UNIMPLEMENTED, "compressed requests are not understood");
    }
    if (framed.getInt() != framed.remaining()) {
      throw new GrpcException(Status.INVALID_ARGUMENT, "not exactly one whole message");
    }
    return framed.slice();
  }
}
