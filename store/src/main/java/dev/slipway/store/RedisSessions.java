package dev.slipway.store;

import dev.slipway.core.access.Session;
import dev.slipway.core.access.SessionId;
import dev.slipway.core.access.Sessions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows sessions by their digests in Redis, which also ends them. */
public final class RedisSessions implements Sessions {
  private static final LuaScript START = LuaScript.load("start_session", "sessions");
  private static final LuaScript FIND = LuaScript.load("find_session", "sessions");
  private static final LuaScript LIST = LuaScript.load("list_sessions");
  private static final LuaScript END = LuaScript.load("end_session");
  private static final LuaScript END_ALL = LuaScript.load("end_sessions", "people");
  private static final String IDLE = Long.toString(Session.IDLE.toMillis());

  private final Redis redis;
  private final Clock clock;

  public RedisSessions(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public void start(String secret, Session session) {
    START.number(
        redis,
        Digest.of(secret),
        session.id().value(),
        session.user(),
        Json.write(session),
        session.lastSeenAt().toString(),
        Long.toString(session.endsAt().toEpochMilli()),
        IDLE);
  }

  @Override
  public Optional<Session> find(String secret) {
    String minute = clock.instant().truncatedTo(ChronoUnit.MINUTES).toString();
    List<@Nullable String> found = FIND.list(redis, Digest.of(secret), minute, IDLE);
    return found.isEmpty() ? Optional.empty() : Optional.of(session(found.get(0), found.get(1)));
  }

  @Override
  public List<Session> of(String user) {
    List<@Nullable String> found = LIST.list(redis, user);
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < found.size(); i += 2) {
      sessions.add(session(found.get(i), found.get(i + 1)));
    }
    sessions.sort(Comparator.comparing((Session session) -> session.id().value()).reversed());
    return sessions;
  }

  @Override
  public boolean end(String user, SessionId id) {
    return END.number(redis, user, id.value()) == 1;
  }

  @Override
  public void endAll(String user, @Nullable SessionId but) {
    END_ALL.number(redis, user, but == null ? "" : but.value());
  }

  private static Session session(@Nullable String text, @Nullable String seen) {
    Session session = Json.read(Objects.requireNonNull(text), Session.class);
    return new Session(
        session.id(),
        session.user(),
        session.startedAt(),
        Instant.parse(Objects.requireNonNull(seen)),
        session.endsAt(),
        session.address(),
        session.agent());
  }
}
