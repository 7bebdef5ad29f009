package dev.slipway.builder.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One report of BuildKit on how far a build is: what changed since the one before.
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
   * @param error empty as long as nothing went wrong
   */
  record Vertex(
      String digest,
      String name,
      boolean cached,
      boolean started,
      boolean completed,
      String error) {

    private static Vertex read(ProtoReader in) {
      String digest = "";
      String name = "";
      boolean cached = false;
      boolean started = false;
      boolean completed = false;
      String error = "";
      while (in.next()) {
        switch (in.field()) {
          case 1 -> digest = in.text();
          case 3 -> name = in.text();
          case 4 -> cached = in.number() != 0;
          case 5 -> started = present(in);
          case 6 -> completed = present(in);
          case 7 -> error = in.text();
          default -> in.skip();
        }
      }
      return new Vertex(digest, name, cached, started, completed, error);
    }
  }

  /**
   * Part of an operation, such as the download of one layer.
   *
   * @param total in bytes; 0 where that is not known
   */
  record Progress(String id, String vertex, long total, boolean completed) {
    private static Progress read(ProtoReader in) {
      String id = "";
      String vertex = "";
      long total = 0;
      boolean completed = false;
      while (in.next()) {
        switch (in.field()) {
          case 1 -> id = in.text();
          case 2 -> vertex = in.text();
          case 5 -> total = in.number();
          case 8 -> completed = present(in);
          default -> in.skip();
        }
      }
      return new Progress(id, vertex, total, completed);
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

  /** A moment that is given at all has come. */
  private static boolean present(ProtoReader in) {
    in.skip();
    return true;
  }
}
