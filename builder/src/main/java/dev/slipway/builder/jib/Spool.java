package dev.slipway.builder.jib;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file that holds the bytes of one build, so that its memory does not grow with them.
 * Written by one thread, read by any; gone when closed.
 */
final class Spool implements AutoCloseable {
  private static final int BUFFER = 128 * 1024;

  private final Path file;
  private final FileChannel channel;
  private final long limit;
  private long end;

  private Spool(Path file, FileChannel channel, long limit) {
    this.file = file;
    this.channel = channel;
    this.limit = limit;
  }

  /**
   * Makes an empty one.
   *
   * @param limit the most that it takes, in bytes
   */
  static Spool in(Path folder, long limit) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "build-", ".spool");
    return new Spool(
        file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE), limit);
  }

  Path file() {
    return file;
  }

  long end() {
    return end;
  }

  /** Takes everything that is left of the stream. */
  Content.Spooled append(InputStream in) throws IOException {
    long from = end;
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      append(buffer, 0, read);
    }
    return new Content.Spooled(from, end - from);
  }

  void append(byte[] bytes, int offset, int length) throws IOException {
    if (end + length > limit) {
      throw new IOException(
          "the files of the image take more than " + (limit >> 20) + " MB, which is the limit");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      end += channel.write(buffer, end);
    }
  }

  /** Something to write into; closing it does nothing. */
  OutputStream appending(Runnable beforeEach) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        beforeEach.run();
        append(bytes, offset, length);
      }
    };
  }

  /** Reads exactly that range. */
  byte[] read(long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("the temporary file " + file + " was cut off");
      }
    }
    return buffer.array();
  }

  InputStream open(Content.Spooled range) {
    return new InputStream() {
      private long at = range.offset();

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        long left = range.offset() + range.size() - at;
        if (left <= 0) {
          return -1;
        }
        int most = (int) Math.min(length, left);
        int read = channel.read(ByteBuffer.wrap(bytes, offset, most), at);
        at += Math.max(read, 0);
        return read;
      }
    };
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the temporary file " + file + " cannot be removed", e);
    }
  }
}
