package dev.slipway.core.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Users in memory, for tests. */
public final class InMemoryUsers implements Users {
  private final InMemoryTokens tokens;
  private final InMemorySessions sessions;
  private final Map<String, User> known = new TreeMap<>();
  private final Map<String, String> hashes = new HashMap<>();

  public InMemoryUsers(InMemoryTokens tokens, InMemorySessions sessions) {
    this.tokens = tokens;
    this.sessions = sessions;
  }

  @Override
  public synchronized List<User> all() {
    return List.copyOf(known.values());
  }

  @Override
  public synchronized Optional<User> find(String name) {
    return Optional.ofNullable(known.get(name));
  }

  @Override
  public synchronized boolean add(User user) {
    return known.putIfAbsent(user.name(), user) == null;
  }

  @Override
  public synchronized Change setRole(String name, Role role) {
    User user = known.get(name);
    return change(user, user == null ? null : with(user, role, user.disabled()));
  }

  @Override
  public synchronized Change setDisabled(String name, boolean disabled) {
    User user = known.get(name);
    Change change = change(user, user == null ? null : with(user, user.role(), disabled));
    if (change == Change.DONE && disabled) {
      sessions.endAll(name, null);
    }
    return change;
  }

  @Override
  public synchronized Change remove(String name) {
    User user = known.get(name);
    if (user != null && lastAdministrator(user)) {
      return Change.LAST_ADMINISTRATOR;
    }
    known.remove(name);
    hashes.remove(name);
    sessions.endAll(name, null);
    tokens.removeAll(name);
    return user == null ? Change.UNKNOWN : Change.DONE;
  }

  @Override
  public synchronized boolean setPassword(String name, String hash, Instant at) {
    User user = known.get(name);
    if (user == null) {
      return false;
    }
    hashes.put(name, hash);
    known.put(
        name,
        new User(name, user.role(), user.createdAt(), at, user.lastSeenAt(), user.disabled()));
    return true;
  }

  @Override
  public synchronized Optional<String> passwordHash(String name) {
    return Optional.ofNullable(hashes.get(name));
  }

  @Override
  public synchronized void seen(String name, Instant at) {
    known.computeIfPresent(
        name,
        (_, user) ->
            new User(
                name,
                user.role(),
                user.createdAt(),
                user.passwordSetAt(),
                at.truncatedTo(ChronoUnit.MINUTES),
                user.disabled()));
  }

  private Change change(@Nullable User user, @Nullable User changed) {
    if (user == null || changed == null) {
      return Change.UNKNOWN;
    }
    if (lastAdministrator(user) && !administers(changed)) {
      return Change.LAST_ADMINISTRATOR;
    }
    known.put(user.name(), changed);
    return Change.DONE;
  }

  private boolean lastAdministrator(User user) {
    return administers(user)
        && known.values().stream().filter(InMemoryUsers::administers).count() == 1;
  }

  private static boolean administers(User user) {
    return user.role() == Role.ADMINISTRATOR && !user.disabled();
  }

  private static User with(User user, Role role, boolean disabled) {
    return new User(
        user.name(), role, user.createdAt(), user.passwordSetAt(), user.lastSeenAt(), disabled);
  }
}
