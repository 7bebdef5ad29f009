package dev.slipway.store;

import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import dev.slipway.core.access.Users;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps users in Redis, one hash for each. */
public final class RedisUsers implements Users {
  private static final LuaScript ADD = LuaScript.load("add_user");
  private static final LuaScript CHANGE = LuaScript.load("change_user", "people");
  private static final LuaScript REMOVE = LuaScript.load("remove_user", "people");
  private static final LuaScript SET = LuaScript.load("set_user");

  private final Redis redis;

  public RedisUsers(Redis redis) {
    this.redis = redis;
  }

  @Override
  public List<User> all() {
    return redis.call(commands -> commands.smembers(Key.USERS.toString())).stream()
        .sorted()
        .flatMap(name -> find(name).stream())
        .toList();
  }

  @Override
  public Optional<User> find(String name) {
    Map<String, String> fields = redis.call(commands -> commands.hgetall(Key.USER.of(name)));
    return fields.isEmpty() ? Optional.empty() : Optional.of(user(name, fields));
  }

  private static User user(String name, Map<String, String> fields) {
    return new User(
        name,
        Role.of(Objects.requireNonNull(fields.get("role"))),
        Instant.parse(Objects.requireNonNull(fields.get("created"))),
        time(fields.get("password-set")),
        time(fields.get("seen")),
        "1".equals(fields.get("disabled")));
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  @Override
  public boolean add(User user) {
    String call = UUID.randomUUID().toString();
    return ADD.number(redis, user.name(), user.role().id(), user.createdAt().toString(), call) == 1;
  }

  @Override
  public Change setRole(String name, Role role) {
    return change(CHANGE.number(redis, name, "role", role.id()));
  }

  @Override
  public Change setDisabled(String name, boolean disabled) {
    return change(CHANGE.number(redis, name, "disabled", disabled ? "1" : "0"));
  }

  @Override
  public Change remove(String name) {
    return change(REMOVE.number(redis, name));
  }

  private static Change change(long answer) {
    if (answer < 0) {
      return Change.LAST_ADMINISTRATOR;
    }
    return answer == 0 ? Change.UNKNOWN : Change.DONE;
  }

  @Override
  public boolean setPassword(String name, String hash, Instant at) {
    return SET.number(redis, name, "password", hash, "password-set", at.toString()) == 1;
  }

  @Override
  public Optional<String> passwordHash(String name) {
    return Optional.ofNullable(
        redis.<@Nullable String>call(commands -> commands.hget(Key.USER.of(name), "password")));
  }

  @Override
  public void seen(String name, Instant at) {
    SET.number(redis, name, "seen", at.truncatedTo(ChronoUnit.MINUTES).toString());
  }
}
