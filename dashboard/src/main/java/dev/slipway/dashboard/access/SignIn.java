package dev.slipway.dashboard.access;

import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Tokens;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Caller;
import dev.slipway.dashboard.http.ProblemException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a token into a browser session, and ends sessions. Safe for concurrent use. */
public final class SignIn {
  private static final int SESSION_BYTES = 32;

  private final Tokens tokens;
  private final SessionCookie cookie;
  private final OwnOrigin origin;
  private final SignInPage page;
  private final SecureRandom random = new SecureRandom();

  public SignIn(Tokens tokens, SessionCookie cookie, OwnOrigin origin, SignInPage page) {
    this.tokens = tokens;
    this.cookie = cookie;
    this.origin = origin;
    this.page = page;
  }

  /** The form; whoever is signed in already goes on. */
  public Answer show(Call call) {
    String back = ReturnPath.of(call.query("return").orElse("/"));
    return call.callerIfAny() == null
        ? Answer.page(200, page.render(back, false))
        : Answer.seeOther(back);
  }

  /** Starts a new session for the owner of the token; an older session of this browser ends. */
  public Answer start(Call call) {
    if (!call.sentFrom(origin::sent)) {
      throw ProblemException.problem(
          403, "cross-site", "Not from a page of ours", "another site may not sign you in");
    }
    var fields = call.fields();
    String token = fields.text("token");
    String back = ReturnPath.of(Optional.ofNullable(fields.text("return")).orElse("/"));
    Optional<Principal> principal = token == null ? Optional.empty() : tokens.find(token.strip());
    if (principal.isEmpty()) {
      return Answer.page(401, page.render(back, true));
    }
    end(call.callerIfAny());
    String session = newSession();
    tokens.add(session, principal.get(), SessionCookie.LASTS);
    return Answer.seeOther(back).with("Set-Cookie", cookie.start(session));
  }

  /** Ends the session for good, not only in this browser. */
  public Answer stop(Call call) {
    end(call.caller());
    return Answer.seeOther("/sign-in").with("Set-Cookie", cookie.end());
  }

  private void end(@Nullable Caller caller) {
    if (caller != null && caller.session() != null) {
      tokens.revoke(caller.session());
    }
  }

  private String newSession() {
    byte[] bits = new byte[SESSION_BYTES];
    random.nextBytes(bits);
    return "slps_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /** Renders the form. */
  @FunctionalInterface
  public interface SignInPage {
    String render(String back, boolean refused);
  }
}
