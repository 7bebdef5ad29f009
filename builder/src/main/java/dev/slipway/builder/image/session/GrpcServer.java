package dev.slipway.builder.image.session;

import dev.slipway.builder.image.proto.ProtoWriter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes one end of a connection a gRPC server that is healthy and knows some methods. */
final class GrpcServer {
  private static final String HEALTH = "/grpc.health.v1.Health/Check";
  private static final byte[] SERVING = new ProtoWriter().number(1, 1).done();
  private static final int MOST_CALLS_AT_ONCE = 100;
  private static final int LONGEST_HEADERS = 16 * 1024;

  private final Map<String, GrpcMethod> methods;

  GrpcServer(Map<String, GrpcMethod> methods) {
    this.methods = new TreeMap<>(methods);
    this.methods.put(HEALTH, _ -> SERVING);
  }

  /** Full names of what it answers. */
  Set<String> methods() {
    return methods.keySet();
  }

  /** Puts the server at the end of the pipeline; what arrives from now on is HTTP/2. */
  void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(MOST_CALLS_AT_ONCE)
                    .maxHeaderListSize(LONGEST_HEADERS))
            // Whoever closes has no more use for answers.
            .gracefulShutdownTimeoutMillis(0)
            .build(),
        new GrpcConnection(methods));
  }
}
