package dev.slipway.builder.checkout;

import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.testing.GitCommand;
import dev.slipway.core.source.testing.WorkTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Two commits whose names begin with the same seven digits. */
final class TwinCommits {
  private static final int DIGITS = 7;

  private TwinCommits() {}

  /** Makes them in the work tree, on top of what is checked out there. */
  static List<CommitSha> make(WorkTree work) throws IOException {
    String tree = work.git("rev-parse", "HEAD^{tree}");
    String parent = work.git("rev-parse", "HEAD");
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; ; i++) {
      String begin = sha(content(tree, parent, i)).substring(0, DIGITS);
      Integer twin = seen.putIfAbsent(begin, i);
      if (twin != null) {
        return List.of(
            write(work, content(tree, parent, twin)), write(work, content(tree, parent, i)));
      }
    }
  }

  private static byte[] content(String tree, String parent, int number) {
    String ann = "Ann Author <ann@example.com> 1760000000 +0000";
    return """
    tree %s
    parent %s
    author %s
    committer %s

    number %d
    """
        .formatted(tree, parent, ann, ann, number)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String sha(byte[] content) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(("commit " + content.length + "\0").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha1.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static CommitSha write(WorkTree work, byte[] content) throws IOException {
    return new CommitSha(
        GitCommand.run(work.folder(), content, "hash-object", "-t", "commit", "-w", "--stdin"));
  }
}
