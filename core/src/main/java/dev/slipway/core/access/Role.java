package dev.slipway.core.access;

import dev.slipway.core.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody may do. Each role may do everything that the ones before it may. */
public enum Role {
  /** Reads everything but what administrators see. */
  VIEWER,
  /** Starts and stops builds and rollouts. */
  DEVELOPER,
  /** Looks after repositories, their webhooks and secrets, and the accounts of forges. */
  MAINTAINER,
  /** Looks after people and machines. */
  ADMINISTRATOR;

  /** Reads what {@link #id} writes. */
  public static Role of(String id) {
    return Arrays.stream(values())
        .filter(role -> role.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new InvalidValueException("\"" + id + "\" is no role; there are " + names()));
  }

  private static String names() {
    return Arrays.stream(values()).map(Role::id).collect(Collectors.joining(", "));
  }

  /** Its name outside, in lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether who has this role may do what needs the other one. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The one of the two that may do less. */
  public Role orLess(Role other) {
    return covers(other) ? other : this;
  }
}
