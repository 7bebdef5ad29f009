package dev.slipway.builder.image.session;

import java.nio.ByteBuffer;

/** Answers one kind of call. Called by the session's thread, so it must not wait for anything. */
@FunctionalInterface
public interface GrpcMethod {
  /**
   * Makes the answer of a request, both in protobuf.
   *
   * @throws GrpcException when the answer is an error
   * @throws IllegalArgumentException when the request is malformed
   */
  byte[] answer(ByteBuffer request) throws GrpcException;
}
