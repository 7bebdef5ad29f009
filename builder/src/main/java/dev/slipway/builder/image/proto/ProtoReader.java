package dev.slipway.builder.image.proto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the fields of one protobuf message, as far as BuildKit needs it. What is cut off or
 * malformed makes any method throw {@link IllegalArgumentException}. Used by one thread.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the wire format</a>
 */
public final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int LONGEST_VARINT = 10;

  private final ByteBuffer bytes;
  private int field;
  private int wireType;

  public ProtoReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Goes to the next field, whose value must then be read or skipped; false at the end. */
  public boolean next() {
    if (!bytes.hasRemaining()) {
      return false;
    }
    long key = varint();
    field = (int) (key >>> 3);
    wireType = (int) (key & 7);
    return true;
  }

  public int field() {
    return field;
  }

  /** The value of a number, flag or enum. */
  public long number() {
    expect(VARINT);
    return varint();
  }

  public String text() {
    return StandardCharsets.UTF_8.decode(message()).toString();
  }

  /** The value of a nested message or of plain bytes; shares the memory. */
  public ByteBuffer message() {
    expect(LENGTH_DELIMITED);
    return take(varint());
  }

  public void skip() {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> take(Long.BYTES);
      case LENGTH_DELIMITED -> take(varint());
      case FIXED32 -> take(Integer.BYTES);
      default -> throw malformed("wire type " + wireType);
    }
  }

  private void expect(int type) {
    if (wireType != type) {
      throw malformed("field " + field + " of wire type " + wireType + " instead of " + type);
    }
  }

  private long varint() {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      byte next = take(1).get();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("a number of more than " + LONGEST_VARINT + " bytes");
  }

  private ByteBuffer take(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw malformed("a value of " + length + " bytes where " + bytes.remaining() + " are left");
    }
    ByteBuffer value = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return value;
  }

  private static IllegalArgumentException malformed(String what) {
    return new IllegalArgumentException("this is no message of the engine's: " + what);
  }
}
