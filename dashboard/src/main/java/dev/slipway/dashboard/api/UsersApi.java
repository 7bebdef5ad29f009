package dev.slipway.dashboard.api;

import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.SessionId;
import dev.slipway.core.access.User;
import dev.slipway.core.access.Users;
import dev.slipway.dashboard.access.Passwords;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The people who may sign in, as administrators look after them. Safe for concurrent use. */
public final class UsersApi {
  private final AccessRecords access;
  private final Passwords passwords;
  private final Clock clock;

  public UsersApi(AccessRecords access, Passwords passwords, Clock clock) {
    this.access = access;
    this.passwords = passwords;
    this.clock = clock;
  }

  public Answer list(Call call) {
    return Answer.json(200, ListView.of(all(), UserView::of));
  }

  public Answer get(Call call) {
    return Answer.json(200, UserView.of(find(call)));
  }

  public Answer add(Call call) {
    User user = create(call);
    return Answer.json(201, UserView.of(user)).with("Location", "/api/v1/users/" + user.name());
  }

  public Answer change(Call call) {
    modify(call);
    return Answer.json(200, UserView.of(find(call)));
  }

  public Answer remove(Call call) {
    delete(call);
    return Answer.empty(204);
  }

  public Answer password(Call call) {
    setPassword(call);
    return Answer.json(200, UserView.of(find(call)));
  }

  /** All of them, by name. */
  public List<User> all() {
    return access.users().all();
  }

  /** Adds somebody with a password; without, they can be given one later. */
  public User create(Call call) {
    Fields fields = call.fields().allow(Set.of("name", "role", "password", "csrf"));
    String name = fields.required("name", User::checkName);
    Role role = fields.required("role", Role::of);
    String hash = hash(fields, "password", Objects.requireNonNullElse(name, "?"));
    fields.check();
    Instant now = now();
    User user = User.fresh(Objects.requireNonNull(name), Objects.requireNonNull(role), now);
    if (!access.users().add(user)) {
      throw ProblemException.conflict(
          "there is a user " + name + " already; change that one, or take another name");
    }
    if (hash != null) {
      access.users().setPassword(user.name(), hash, now);
    }
    return access.users().find(user.name()).orElse(user);
  }

  /** Gives somebody another role, shuts them out or lets them in again. */
  public void modify(Call call) {
    User user = find(call);
    Fields fields = call.fields().allow(Set.of("role", "disabled", "csrf"));
    Role role = fields.parsed("role", Role::of);
    boolean disabled = fields.flag("disabled", user.disabled());
    fields.check();
    if (role != null && role != user.role()) {
      demand(access.users().setRole(user.name(), role), user.name());
    }
    if (disabled != user.disabled()) {
      demand(access.users().setDisabled(user.name(), disabled), user.name());
    }
  }

  /** Removes somebody with their sessions and tokens; what they did stays in the records. */
  public void delete(Call call) {
    String name = find(call).name();
    demand(access.users().remove(name), name);
  }

  /** Sets somebody's password; their sessions end. */
  public void setPassword(Call call) {
    User user = find(call);
    Fields fields = call.fields().allow(Set.of("password", "csrf"));
    String hash = requiredHash(fields, "password", user.name());
    fields.check();
    set(user.name(), Objects.requireNonNull(hash), null);
  }

  /** Sets the caller's own, who has to know the old one where there is one. */
  public void setOwnPassword(Call call) {
    Fields fields = call.fields().allow(Set.of("current", "password", "csrf"));
    String name = call.by();
    String old = access.users().passwordHash(name).orElse(null);
    String hash = requiredHash(fields, "password", name);
    String current = Objects.requireNonNullElse(fields.text("current"), "");
    if (old != null && !passwords.matches(current, old)) {
      fields.problem("current", "is not your password", "");
    }
    fields.check();
    set(name, Objects.requireNonNull(hash), new SessionId(call.caller().by()));
  }

  private void set(String name, String hash, @Nullable SessionId staying) {
    access.users().setPassword(name, hash, now());
    access.sessions().endAll(name, staying);
  }

  private @Nullable String requiredHash(Fields fields, String field, String user) {
    String given = fields.required(field, text -> text);
    return given == null ? null : hash(fields, field, user);
  }

  /** Null where none is given, or a problem was noted. */
  private @Nullable String hash(Fields fields, String field, String user) {
    return fields.parsed(field, text -> passwords.hash(user, text));
  }

  /** The user whom the path names. */
  public User find(Call call) {
    return named(call.path("name"));
  }

  User named(String name) {
    return access.users().find(name).orElseThrow(() -> ProblemException.notFound("user", name));
  }

  private static void demand(Users.Change change, String name) {
    switch (change) {
      case DONE -> {}
      case UNKNOWN -> throw ProblemException.notFound("user", name);
      case LAST_ADMINISTRATOR ->
          throw ProblemException.conflict(
              name + " is the last administrator who can sign in; make somebody else one first");
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
