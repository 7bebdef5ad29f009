package dev.slipway.core.source;

import dev.slipway.core.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of senders of webhooks. */
public enum Forge {
  GITHUB,
  GITLAB,
  BITBUCKET,
  BITBUCKET_SERVER,
  GITEA,
  FORGEJO,
  GITEE,
  GIT;

  /** How the API writes it: {@code bitbucket_server}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How webhook paths write it: {@code bitbucket-server}. */
  public String slug() {
    return id().replace('_', '-');
  }

  /** The forge with that {@link #id}; fails with the list of those that there are. */
  public static Forge of(String id) {
    for (Forge forge : values()) {
      if (forge.id().equals(id)) {
        return forge;
      }
    }
    String known = Arrays.stream(values()).map(Forge::id).collect(Collectors.joining(", "));
    throw new InvalidValueException("\"" + id + "\" is no forge; known are: " + known);
  }
}
