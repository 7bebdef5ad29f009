package dev.slipway.builder.image;

import dev.slipway.builder.image.proto.ProtoReader;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One report of BuildKit on how far a build is: what changed since the one before. All moments are
 * by the engine's clock.
 *
 * @see <a
 *     href="https://github.com/moby/buildkit/blob/master/api/services/control/control.proto">the
 *     message StatusResponse</a>
 */
record SolveStatus(List<Vertex> vertexes, List<Progress> progress, List<Output> output) {

  /**
   * One operation of the build.
   *
   * @param digest names it within the build
   * @param inputs digests of the operations whose results it uses
   * @param startedAt null before; later than before where it is at it for another time
   * @param completedAt null while it is at it
   * @param error empty as long as nothing went wrong
   */
  record Vertex(
      String digest,
      List<String> inputs,
      String name,
      boolean cached,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt,
      String error) {

    private static Vertex read(ProtoReader in) {
      String digest = "";
      List<String> inputs = new ArrayList<>();
      String name = "";
      boolean cached = false;
      Instant startedAt = null;
      Instant completedAt = null;
      String error = "";
      while (in.next()) {
        switch (in.field()) {
          case 1 -> digest = in.text();
          case 2 -> inputs.add(in.text());
          case 3 -> name = in.text();
          case 4 -> cached = in.number() != 0;
          case 5 -> startedAt = moment(in);
          case 6 -> completedAt = moment(in);
          case 7 -> error = in.text();
          default -> in.skip();
        }
      }
      return new Vertex(digest, List.copyOf(inputs), name, cached, startedAt, completedAt, error);
    }
  }

  /**
   * Part of an operation, such as the download of one layer.
   *
   * @param current in bytes
   * @param total in bytes; 0 where that is not known
   * @param at when this was so
   */
  record Progress(
      String id,
      String vertex,
      long current,
      long total,
      @Nullable Instant at,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt) {
    private static Progress read(ProtoReader in) {
      String id = "";
      String vertex = "";
      long current = 0;
      long total = 0;
      Instant at = null;
      Instant startedAt = null;
      Instant completedAt = null;
      while (in.next()) {
        switch (in.field()) {
          case 1 -> id = in.text();
          case 2 -> vertex = in.text();
          case 4 -> current = in.number();
          case 5 -> total = in.number();
          case 6 -> at = moment(in);
          case 7 -> startedAt = moment(in);
          case 8 -> completedAt = moment(in);
          default -> in.skip();
        }
      }
      return new Progress(id, vertex, current, total, at, startedAt, completedAt);
    }
  }

  /**
   * What an operation wrote.
   *
   * @param stream 1 for the standard output, 2 for the error output
   * @param bytes end anywhere, also within a character
   */
  record Output(String vertex, int stream, ByteBuffer bytes) {
    private static Output read(ProtoReader in) {
      String vertex = "";
      int stream = 1;
      ByteBuffer bytes = ByteBuffer.allocate(0);
      while (in.next()) {
        switch (in.field()) {
          case 1 -> vertex = in.text();
          case 3 -> stream = (int) in.number();
          case 4 -> bytes = in.message();
          default -> in.skip();
        }
      }
      return new Output(vertex, stream, bytes);
    }
  }

  /**
   * Reads the message.
   *
   * @throws IllegalArgumentException when it is not one
   */
  static SolveStatus read(byte[] message) {
    List<Vertex> vertexes = new ArrayList<>();
    List<Progress> progress = new ArrayList<>();
    List<Output> output = new ArrayList<>();
    ProtoReader in = new ProtoReader(ByteBuffer.wrap(message));
    while (in.next()) {
      switch (in.field()) {
        case 1 -> vertexes.add(Vertex.read(new ProtoReader(in.message())));
        case 2 -> progress.add(Progress.read(new ProtoReader(in.message())));
        case 3 -> output.add(Output.read(new ProtoReader(in.message())));
        default -> in.skip();
      }
    }
    return new SolveStatus(List.copyOf(vertexes), List.copyOf(progress), List.copyOf(output));
  }

  boolean saysNothing() {
    return vertexes.isEmpty() && progress.isEmpty() && output.isEmpty();
  }

  private static Instant moment(ProtoReader in) {
    ProtoReader fields = new ProtoReader(in.message());
    long seconds = 0;
    long nanos = 0;
    while (fields.next()) {
      switch (fields.field()) {
        case 1 -> seconds = fields.number();
        case 2 -> nanos = fields.number();
        default -> fields.skip();
      }
    }
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("no moment: " + seconds + " s", e);
    }
  }
}
