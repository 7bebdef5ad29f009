package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Complaint;
import dev.slipway.config.shape.Form;
import java.util.Locale;

/**
 * What names and paths must look like to be used as host names, image paths, mounts and tags, and
 * how others are bent into shape.
 */
final class Names {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_TAG = 128;
  private static final int LONGEST_PATH = 1024;
  private static final String LABEL_PATTERN = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

  /** A label of a host name, RFC 1123: also what services, environments and images are called. */
  static final Form LABEL =
      Form.strict(
          "a name",
          LONGEST_LABEL,
          LABEL_PATTERN,
          name ->
              new Complaint(
                  "is no name", "use small letters, digits and dashes, as in " + toLabel(name)));

  /** Of a step, which no other program has to understand. */
  static final Form STEP =
      Form.strict(
          "a name",
          LONGEST_LABEL,
          "[A-Za-z0-9][A-Za-z0-9_.-]*",
          name ->
              new Complaint(
                  "is no name of a step",
                  "use letters, digits, dashes, dots and underscores, as in " + toLabel(name)));

  /** Shown to people, in one line. */
  static final Form TITLE =
      Form.loose("a name", 100, "[^\\x00-\\x1f\\x7f]*\\S[^\\x00-\\x1f\\x7f]*", "is no name");

  static final Form VARIABLE =
      Form.strict(
          "a name",
          128,
          "[A-Za-z_][A-Za-z0-9_]*",
          _ -> new Complaint("is no name of a variable", "use letters, digits and _"));

  static final Form SECRET =
      Form.strict(
          "the name of a secret",
          128,
          "[A-Za-z_][A-Za-z0-9_]*",
          _ ->
              new Complaint(
                  "is no name of a secret",
                  "give the name under which it is stored, of letters, digits and _"));

  /**
   * As an engine is asked for it.
   *
   * @see <a href="https://pkg.go.dev/github.com/distribution/reference">the grammar of
   *     references</a>
   */
  static final Form IMAGE =
      Form.strict(
          "an image",
          255,
          "(?:[A-Za-z0-9.-]+(?::[0-9]{1,5})?/)?[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*"
              + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?",
          "write it like busybox:1.37 or registry.example.com/tools/node:22");

  /** Of a Dockerfile. */
  static final Form STAGE =
      Form.loose("a stage", 128, "[A-Za-z0-9][A-Za-z0-9_.-]*", "is no name of a stage");

  /** Inside the repository; the empty path is its root. */
  static final Form FOLDER = inside("a folder", "");

  static final Form FILE = inside("a file", "(?=.)");

  /** In a container, for a mount. */
  static final Form MOUNT =
      Form.strict(
          "a path",
          LONGEST_PATH,
          "(?!/(?:proc|sys|dev)(?:/|$))(?!.*/\\.{1,2}(?:/|$))(?!.*//)/[^/\\x00-\\x1f\\x7f:,]"
              + "[^\\x00-\\x1f\\x7f:,]*",
          "is no folder to keep",
          "write the absolute path in the container, as in /root/.m2");

  static final Form PLATFORM =
      Form.strict(
          "a platform",
          32,
          "linux/[a-z0-9]{1,12}(?:/v[0-9]{1,2})?",
          "write it like linux/amd64, linux/arm64 or linux/arm/v7");

  private Names() {}

  private static Form inside(String noun, String more) {
    return Form.strict(
        noun,
        LONGEST_PATH,
        more + "(?!/)(?!(?:.*/)?\\.\\.(?:/|$))[^\\\\\\x00-\\x1f\\x7f]*",
        "leads out of the repository",
        "give a path relative to its root");
  }

  /** The nearest label: {@code My_Shop} becomes {@code my-shop}. */
  static String toLabel(String name) {
    String label =
        trimDashes(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), LONGEST_LABEL);
    return label.isEmpty() ? "app" : label;
  }

  /**
   * The nearest image tag: {@code feature/ä} becomes {@code feature-}; empty when nothing is left.
   *
   * @see <a
   *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests">the
   *     form of tags</a>
   */
  static String toTag(String text) {
    String tag = text.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[.-]+", "");
    return tag.length() > LONGEST_TAG ? tag.substring(0, LONGEST_TAG) : tag;
  }

  private static String trimDashes(String text, int longest) {
    String cut = text.replaceAll("^-+", "");
    cut = cut.length() > longest ? cut.substring(0, longest) : cut;
    return cut.replaceAll("-+$", "");
  }
}
