package dev.slipway.core.source;

import dev.slipway.core.InvalidValueException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A full ref name such as {@code refs/heads/release/2.x}. Follows the rules of {@code git
 * check-ref-format}, so that no name can be taken for an option, a revision expression or a path
 * outside its folder.
 */
public record GitRef(String name) {
  private static final String BRANCHES = "refs/heads/";
  private static final String TAGS = "refs/tags/";
  private static final int LONGEST = 1024;
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//|/\\.|/-|\\.lock(/|$)|[./]$");

  public GitRef {
    if (!name.startsWith("refs/") || name.length() > LONGEST || FORBIDDEN.matcher(name).find()) {
      throw new InvalidValueException(
          "\"" + name + "\" is no full ref name; write refs/heads/BRANCH or refs/tags/TAG");
    }
  }

  public static GitRef ofBranch(String branch) {
    return new GitRef(BRANCHES + branch);
  }

  /** The branch's name, slashes included, when this is a branch. */
  public Optional<String> branch() {
    return after(BRANCHES);
  }

  /** The tag's name when this is a tag. */
  public Optional<String> tag() {
    return after(TAGS);
  }

  /** How people call it: the branch, the tag, or else the full name. */
  public String shortName() {
    return branch().or(this::tag).orElse(name);
  }

  private Optional<String> after(String prefix) {
    return name.startsWith(prefix)
        ? Optional.of(name.substring(prefix.length()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return name;
  }
}
