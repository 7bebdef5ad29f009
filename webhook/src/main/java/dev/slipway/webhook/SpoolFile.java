package dev.slipway.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an undecided delivery is written: one line of JSON with what is known of it, then the body as
 * it came. The changes are not written, since they can be read from the body again.
 */
final class SpoolFile {
  private static final int FORMAT = 1;
  private static final int LONGEST_HEADER = 1 << 20;
  private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private SpoolFile() {}

  static byte[] write(Delivery delivery) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(JSON.writeValueAsBytes(Line.of(delivery)));
      out.write('\n');
      out.writeBytes(delivery.body().bytes());
      return out.toByteArray();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write delivery " + delivery.id(), e);
    }
  }

  /** Creates the file; all of it is on disk when this returns. */
  static void sync(Path file, byte[] content) throws IOException {
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, fresh, OURS_ALONE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  static Header readHeader(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return Header.of(draft(in, new Delivery.Body(new byte[0]), file));
    }
  }

  static Delivery read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int end = 0;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    byte[] body = Arrays.copyOfRange(content, Math.min(end + 1, content.length), content.length);
    Line line = line(Arrays.copyOf(content, end), file);
    if (line.bodyBytes != body.length) {
      throw new IOException(
          "%s has a body of %d bytes instead of %d".formatted(file, body.length, line.bodyBytes));
    }
    return line.draft(new Delivery.Body(body), file);
  }

  private static Delivery draft(InputStream in, Delivery.Body body, Path file) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      text.write(next);
      if (text.size() > LONGEST_HEADER) {
        throw new IOException(file + " does not begin with a line of JSON");
      }
    }
    return line(text.toByteArray(), file).draft(body, file);
  }

  private static Line line(byte[] json, Path file) throws IOException {
    try {
      Line line = JSON.readValue(json, Line.class);
      if (line == null || line.format != FORMAT) {
        throw new IOException(file + " is no delivery in format " + FORMAT);
      }
      return line;
    } catch (JsonProcessingException e) {
      e.clearLocation(); // the text may be a customer's
      throw new IOException(file + " does not begin with a line of JSON", e);
    }
  }

  /** By what one file is told from the others. */
  record Header(DeliveryId id, RepositoryId repositoryId, String forgeDeliveryId) {
    static Header of(Delivery delivery) {
      return new Header(delivery.id(), delivery.repositoryId(), delivery.forgeDeliveryId());
    }
  }

  private record Line(
      int format,
      String id,
      String forge,
      String repositoryId,
      String repository,
      String forgeDeliveryId,
      String event,
      String receivedAt,
      SortedMap<String, String> headers,
      String proof,
      @Nullable String replayOf,
      String note,
      int bodyBytes) {

    static Line of(Delivery of) {
      DeliveryId replayOf = of.replayOf();
      return new Line(
          FORMAT,
          of.id().value(),
          of.forge().id(),
          of.repositoryId().value(),
          of.repository().value(),
          of.forgeDeliveryId(),
          of.event(),
          of.receivedAt().toString(),
          of.headers(),
          of.proof(),
          replayOf == null ? null : replayOf.value(),
          of.note(),
          of.body().bytes().length);
    }

    Delivery draft(Delivery.Body body, Path file) throws IOException {
      try {
        return new Delivery(
            new DeliveryId(id),
            Forge.of(forge),
            new RepositoryId(repositoryId),
            new RepositoryName(repository),
            forgeDeliveryId,
            event,
            Instant.parse(receivedAt),
            new TreeMap<>(headers),
            body,
            proof,
            replayOf == null ? null : new DeliveryId(replayOf),
            List.of(),
            note);
      } catch (InvalidValueException | java.time.DateTimeException | NullPointerException e) {
        throw new IOException(file + " lacks something of a delivery", e);
      }
    }
  }
}
