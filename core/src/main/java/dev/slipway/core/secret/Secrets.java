package dev.slipway.core.secret;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets, unreadable at rest. Those of a repository and of its environments go with it when
 * it is removed. Safe for concurrent use.
 */
public interface Secrets {
  /** What names are made of: they become names of variables and of files. */
  Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  /** Values shorter than this cannot be told from other text, so that they could not be masked. */
  int SHORTEST = 8;

  /** How many versions of a secret are kept for the releases that ran with them. */
  int KEPT_VERSIONS = 20;

  /** The longest value, in bytes of UTF-8. */
  int LONGEST = 64 * 1024;

  /** In the order of their names. */
  List<StoredSecret> list(SecretScope scope);

  /** What is set for the repository and for its environments, in the order of their names. */
  List<StoredSecret> all(RepositoryId repository);

  Optional<StoredSecret> find(SecretScope scope, String name);

  /**
   * Sets a value, in place of the one before it.
   *
   * @throws InvalidValueException when {@link #checkName} or {@link #checkValue} say so, or there
   *     is no such repository
   */
  StoredSecret put(SecretScope scope, Secret secret, String by);

  /** Whether there was one. */
  boolean remove(SecretScope scope, String name);

  /**
   * The values that a repository gets by those names; what is set for the environment comes before
   * what is set for the repository, and that before the team's. Names that nobody set are missing
   * in the answer.
   *
   * @param environment null for a build
   */
  Map<String, Secret> reveal(
      RepositoryId repository, @Nullable String environment, Set<String> names);

  /**
   * Which versions {@link #reveal} would give out now, by name; names that nobody set are missing.
   */
  Map<String, SecretVersion> versions(
      RepositoryId repository, @Nullable String environment, Set<String> names);

  /**
   * The value that a secret had in that version; empty when it is no longer kept: the last {@link
   * #KEPT_VERSIONS} are, until the secret is removed.
   */
  Optional<Secret> reveal(SecretVersion version);

  /**
   * Refuses what cannot be a secret's name.
   *
   * @throws InvalidValueException when it is not of letters, digits and underscores
   */
  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "\""
              + name
              + "\" is no name of a secret: use letters, digits and underscores, no digit first, at"
              + " most 128");
    }
  }

  /**
   * Refuses what cannot be kept, handed to a build and masked in its log. The message never holds
   * the value.
   *
   * @throws InvalidValueException when it is too short, too long, or no text
   */
  static void checkValue(String value) {
    int length = value.strip().length();
    if (length < SHORTEST) {
      throw new InvalidValueException(
          "the value has "
              + length
              + " characters, blanks at its ends not counted, and needs "
              + SHORTEST
              + ": a shorter one could not be told from other text in a log to hide it there; make"
              + " a longer one");
    }
    if (value.length() > LONGEST || value.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new InvalidValueException(
          "the value is too long: "
              + LONGEST / 1024
              + " kB are the most; keep larger files elsewhere, and here what opens them");
    }
    if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new InvalidValueException(
          "the value is no text, which a variable could not hold; encode it, such as with base64");
    }
  }
}
