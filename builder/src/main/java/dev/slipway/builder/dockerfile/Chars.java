package dev.slipway.builder.dockerfile;

/** Which characters count as blanks: Go's idea of them, which BuildKit's parser has. */
final class Chars {
  private Chars() {}

  static boolean isSpace(int character) {
    return switch (character) {
      case '\t', '\n', 0x0B, '\f', '\r', ' ', 0x85, 0xA0 -> true;
      default ->
          character > 0xFF
              && (Character.isSpaceChar(character) && Character.getType(character) != 0);
    };
  }

  /** Those that part an instruction from what follows it. */
  static boolean isBlank(char character) {
    return character == ' '
        || character == '\t'
        || character == 0x0B
        || character == '\f'
        || character == '\r';
  }

  static String stripLeading(String text) {
    int from = 0;
    while (from < text.length() && isSpace(text.charAt(from))) {
      from++;
    }
    return text.substring(from);
  }

  static String strip(String text) {
    String right = stripLeading(text);
    int end = right.length();
    while (end > 0 && isSpace(right.charAt(end - 1))) {
      end--;
    }
    return right.substring(0, end);
  }
}
