package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ReadAheadTest {
  @Test
  void everything_arrives_in_its_order() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(7).nextBytes(bytes);

    try (ReadAhead ahead = ReadAhead.of(new ByteArrayInputStream(bytes))) {
      assertThat(ahead.read()).isEqualTo(bytes[0] & 0xff);
      assertThat(ahead.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 1, bytes.length));
      assertThat(ahead.read()).isEqualTo(-1);
    }
  }

  @Test
  void the_source_is_read_before_anybody_asks() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    InputStream source =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[1_000_000]),
            new FilterInputStream(InputStream.nullInputStream()) {
              @Override
              public int read(byte[] target, int offset, int length) {
                read.countDown();
                return -1;
              }
            });

    try (ReadAhead ahead = ReadAhead.of(source)) {
      assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ahead.readAllBytes()).hasSize(1_000_000);
    }
  }

  @Test
  void what_breaks_the_source_is_told_after_what_came_before() throws IOException {
    InputStream source =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[10]),
            new FilterInputStream(InputStream.nullInputStream()) {
              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("connection reset");
              }
            });

    try (ReadAhead ahead = ReadAhead.of(source)) {
      assertThat(ahead.readNBytes(10)).hasSize(10);
      assertThatIOException().isThrownBy(ahead::read).withMessage("connection reset");
    }
  }
}
