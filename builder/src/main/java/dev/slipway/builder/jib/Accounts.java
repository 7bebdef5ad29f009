package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.Instruction;
import dev.slipway.builder.jib.Node.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks up who a user or group of an image is, by number or in its account files. */
final class Accounts {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final String UNKNOWN = " is not in the image's ";
  private static final int LARGEST = 1 << 20;

  private final Spool spool;

  Accounts(Spool spool) {
    this.spool = spool;
  }

  /**
   * The numbers of {@code USER} or {@code USER:GROUP}. A number without a group is the group's too;
   * a name brings its own.
   */
  Owner owner(Instruction at, FileTree tree, String words) throws UnsureException {
    String[] parts = words.split(":", 2);
    Owner user =
        NUMBER.matcher(parts[0]).matches()
            ? new Owner(Long.parseLong(parts[0]), Long.parseLong(parts[0]))
            : line(tree, "etc/passwd", parts[0])
                .map(fields -> new Owner(number(fields, 2), number(fields, 3)))
                .orElseThrow(() -> unknown(at, "user " + parts[0], "/etc/passwd"));
    if (parts.length == 1) {
      return user;
    }
    long group =
        NUMBER.matcher(parts[1]).matches()
            ? Long.parseLong(parts[1])
            : line(tree, "etc/group", parts[1])
                .map(fields -> number(fields, 2))
                .orElseThrow(() -> unknown(at, "group " + parts[1], "/etc/group"));
    return new Owner(user.uid(), group);
  }

  private static UnsureException unknown(Instruction at, String who, String where) {
    return UnsureException.at(at, who + UNKNOWN + where);
  }

  private Optional<String[]> line(FileTree tree, String path, String name) throws UnsureException {
    Node node = tree.at(tree.resolve(path));
    return text(node == null ? null : node.content)
        .lines()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields[0].equals(name) && fields.length > 2)
        .findFirst();
  }

  private String text(@Nullable Content content) throws UnsureException {
    if (content == null || content.size() > LARGEST) {
      return "";
    }
    return switch (content) {
      case Content.InLayer inLayer -> inLayer.small();
      case Content.Spooled spooled -> {
        try {
          byte[] bytes = spool.read(spooled.offset(), (int) spooled.size());
          yield new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
          throw new UnsureException("the account files cannot be read: " + e.getMessage());
        }
      }
    };
  }

  private static long number(String[] fields, int index) {
    return fields.length > index && NUMBER.matcher(fields[index]).matches()
        ? Long.parseLong(fields[index])
        : 0;
  }
}
