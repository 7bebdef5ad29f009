package dev.slipway.dashboard.access;

import dev.slipway.core.Ids;
import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.access.ApiToken;
import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Session;
import dev.slipway.core.access.SessionId;
import dev.slipway.core.access.Tries.Allowance;
import dev.slipway.core.access.User;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Caller;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a password, or a first token, into a browser session. Safe for concurrent use. */
public final class SignIn {
  private static final Duration TRIES_WITHIN = Duration.ofMinutes(15);
  private static final int TRIES_AT_ACCOUNT = 20;
  private static final int TRIES_FROM_ADDRESS = 50;
  private static final int LONGEST_AGENT = 200;

  private final AccessRecords access;
  private final Passwords passwords;
  private final SessionCookie cookie;
  private final OwnOrigin origin;
  private final SignInPage page;
  private final Clock clock;

  public SignIn(
      AccessRecords access,
      Passwords passwords,
      SessionCookie cookie,
      OwnOrigin origin,
      SignInPage page,
      Clock clock) {
    this.access = access;
    this.passwords = passwords;
    this.cookie = cookie;
    this.origin = origin;
    this.page = page;
    this.clock = clock;
  }

  /** The form; whoever is signed in already goes on. */
  public Answer show(Call call) {
    String back = ReturnPath.of(call.query("return").orElse("/"));
    return call.callerIfAny() == null
        ? Answer.page(200, form(back, "", ""))
        : Answer.seeOther(back);
  }

  /** Starts a new session for whoever is who they say; an older session of this browser ends. */
  public Answer start(Call call) {
    if (!call.sentFrom(origin::sent)) {
      throw ProblemException.problem(
          403, "cross-site", "Not from a page of ours", "another site may not sign you in");
    }
    Fields fields = call.fields();
    String name = Objects.requireNonNullElse(fields.text("name"), "");
    String back = ReturnPath.of(Optional.ofNullable(fields.text("return")).orElse("/"));
    Duration wait = access.tries().take(allowances(name, call.address()));
    if (wait.isPositive()) {
      String seconds = Long.toString(wait.toSeconds() + 1);
      String problem = "Too many tries. Wait " + (wait.toMinutes() + 1) + " min, then try again.";
      return Answer.page(429, form(back, name, problem)).with("Retry-After", seconds);
    }
    String token = fields.text("token");
    Optional<User> user = token == null ? byPassword(name, fields, call) : byToken(token.strip());
    if (user.isEmpty()) {
      String problem =
          token == null
              ? "Name and password do not belong together."
              : "That token is not valid here. It may have been revoked, or lost a character while"
                  + " copying; who has a password signs in with that.";
      return Answer.page(401, form(back, name, problem));
    }
    access.tries().forget(account(name));
    return Answer.seeOther(back).with("Set-Cookie", cookie.start(session(user.get(), call)));
  }

  private String form(String back, String name, String problem) {
    boolean first = access.users().all().stream().allMatch(user -> user.passwordSetAt() == null);
    return page.render(back, name, problem, first);
  }

  private static List<Allowance> allowances(String name, String address) {
    List<Allowance> allowances = new ArrayList<>();
    allowances.add(new Allowance("address:" + address, TRIES_FROM_ADDRESS, TRIES_WITHIN));
    if (!name.isEmpty()) {
      allowances.add(new Allowance(account(name), TRIES_AT_ACCOUNT, TRIES_WITHIN));
    }
    return allowances;
  }

  private static String account(String name) {
    return "account:" + name.substring(0, Math.min(name.length(), 64));
  }

  /** Does the same work whether there is such a user or not. */
  private Optional<User> byPassword(String name, Fields fields, Call call) {
    Optional<User> user = access.users().find(name);
    user.ifPresent(found -> call.claims(found.name()));
    String hash = access.users().passwordHash(name).orElse(null);
    String password = Objects.requireNonNullElse(fields.text("password"), "");
    boolean right = passwords.matches(password, hash);
    return user.filter(found -> right && !found.disabled());
  }

  /**
   * Whoever has no password yet comes in by a token that may do all that they may: the first
   * administrator by the one that was printed.
   */
  private Optional<User> byToken(String secret) {
    return access
        .tokens()
        .find(secret)
        .flatMap(token -> access.users().find(token.owner()).filter(user -> opens(token, user)));
  }

  private static boolean opens(ApiToken token, User user) {
    return !user.disabled()
        && user.passwordSetAt() == null
        && token.role().covers(user.role())
        && token.only().isEmpty();
  }

  /** Starts one, with a secret that this browser did not have before. */
  private String session(User user, Call call) {
    end(call.callerIfAny());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String agent = call.header("User-Agent").orElse("");
    Session session =
        new Session(
            new SessionId(Ids.next("ses", clock)),
            user.name(),
            now,
            now.truncatedTo(ChronoUnit.MINUTES),
            now.plus(Session.LONGEST),
            call.address(),
            agent.substring(0, Math.min(agent.length(), LONGEST_AGENT)));
    String secret = SecretText.session();
    access.sessions().start(secret, session);
    call.signedIn(
        new Caller(new Principal(user.name(), user.role()), session.id().value(), secret));
    return secret;
  }

  /** Ends the session for good, not only in this browser. */
  public Answer stop(Call call) {
    end(call.caller());
    return Answer.seeOther("/sign-in").with("Set-Cookie", cookie.end());
  }

  private void end(@Nullable Caller caller) {
    if (caller != null && caller.session() != null) {
      access.sessions().end(caller.principal().name(), new SessionId(caller.by()));
    }
  }

  /** Renders the form. */
  @FunctionalInterface
  public interface SignInPage {
    /**
     * The whole page.
     *
     * @param problem why the last try failed; empty before the first
     * @param first whether nobody has a password yet
     */
    String render(String back, String name, String problem, boolean first);
  }
}
