package dev.slipway.dashboard.api;

import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Session;
import dev.slipway.core.access.SessionId;
import dev.slipway.core.access.Sessions;
import dev.slipway.core.access.User;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;

/** What is the caller's own: who they are, their password and sessions. Safe for concurrent use. */
public final class MeApi {
  private final UsersApi users;
  private final Sessions sessions;

  public MeApi(UsersApi users, Sessions sessions) {
    this.users = users;
    this.sessions = sessions;
  }

  public Answer get(Call call) {
    Principal principal = call.caller().principal();
    return Answer.json(
        200,
        new MeView(
            principal.name(),
            principal.role().id(),
            principal.only().stream().map(RepositoryId::value).sorted().toList()));
  }

  public Answer password(Call call) {
    setPassword(call);
    return Answer.empty(204);
  }

  public Answer sessions(Call call) {
    String current = call.caller().by();
    return Answer.json(200, ListView.of(of(call), session -> SessionView.of(session, current)));
  }

  public Answer endSession(Call call) {
    end(call);
    return Answer.empty(204);
  }

  /** The caller as a user. */
  public User user(Call call) {
    return users.named(call.by());
  }

  /** Sets the caller's password, by the form or body that was sent. */
  public void setPassword(Call call) {
    users.setOwnPassword(call);
  }

  /** The caller's sessions, the latest first. */
  public List<Session> of(Call call) {
    return sessions.of(call.by());
  }

  /** Ends one of the caller's sessions. */
  public void end(Call call) {
    String id = call.path("id");
    if (!sessions.end(call.by(), new SessionId(id))) {
      throw ProblemException.notFound("session", id);
    }
  }

  /** Who calls: {@code role} and {@code repositories} are what the token or session allows. */
  private record MeView(String name, String role, List<String> repositories) {}
}
