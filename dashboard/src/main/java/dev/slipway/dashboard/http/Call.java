package dev.slipway.dashboard.http;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Page;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request, as endpoints see it: read only, after its body has arrived. */
public final class Call {
  /** Under what the gate leaves the {@link Caller} in the routing context. */
  public static final String CALLER = Caller.class.getName();

  /** Under what a stranger's call leaves the name of the user who they say that they are. */
  public static final String CLAIMED = "claimed";

  private static final int DEFAULT_LIMIT = 50;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

  private final RoutingContext context;

  public Call(RoutingContext context) {
    this.context = context;
  }

  /** Who calls; only where a route lets nobody in without. */
  public Caller caller() {
    Caller caller = callerIfAny();
    if (caller == null) {
      throw new IllegalStateException("a public route asked who calls");
    }
    return caller;
  }

  public @Nullable Caller callerIfAny() {
    return context.get(CALLER);
  }

  /** From here on the caller is known. */
  public void signedIn(Caller caller) {
    context.put(CALLER, caller);
  }

  /** Notes as whom a stranger tries to come in; there is such a user. */
  public void claims(String user) {
    context.put(CLAIMED, user);
  }

  /** The address that the call comes from. */
  public String address() {
    return address(context);
  }

  /**
   * The same before there is a call: the other end of the connection. Where that is this machine, a
   * proxy may stand in between, and what it put last into {@code X-Forwarded-For} counts.
   */
  public static String address(RoutingContext context) {
    var remote = context.request().remoteAddress();
    String host = remote == null ? "" : String.valueOf(remote.hostAddress());
    String forwarded = context.request().getHeader("X-Forwarded-For");
    if (forwarded == null || !LOOPBACK.contains(host)) {
      return host;
    }
    String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    return ADDRESS.matcher(last).matches() ? last : host;
  }

  /** The name that records keep of who did something. */
  public String by() {
    return caller().principal().name();
  }

  /** A part of the path that the route names. */
  public String path(String name) {
    return context.pathParam(name);
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParams().get(name)).filter(text -> !text.isEmpty());
  }

  /** A number from the query, at least {@code least}. */
  public long number(String name, long least, long otherwise) {
    String text = query(name).orElse(null);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is too small.
    }
    throw new InvalidValueException(
        name + " is \"" + text + "\"; give a number from " + least + " on");
  }

  /** Which part of a list is wanted. */
  public Page.Request page() {
    int limit = Math.toIntExact(Math.min(number("limit", 1, DEFAULT_LIMIT), Integer.MAX_VALUE));
    return new Page.Request(limit, query("before").orElse(null));
  }

  public Optional<String> header(CharSequence name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  /**
   * Refuses a change of something that the caller has seen in another state than it is in.
   *
   * @param now what a reader would get
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-if-match">RFC 9110</a>
   */
  public void demandSeen(Answer now) {
    if (header(HttpHeaders.IF_MATCH).filter(names -> !now.tag().isNamedIn(names)).isPresent()) {
      throw ProblemException.problem(
          412,
          "changed-meanwhile",
          "Changed meanwhile",
          "somebody has changed it since you read it; read it again, and change that");
    }
  }

  /** The fields of the body, be it JSON or a form. */
  public Fields fields() {
    if (isForm()) {
      return Fields.ofForm(context.request().formAttributes());
    }
    var body = context.body() == null ? null : context.body().buffer();
    return Fields.ofJson(body == null ? new byte[0] : body.getBytes());
  }

  /** Whether the body was sent by a form of ours, whose sender wants a page back. */
  public boolean isForm() {
    return header(HttpHeaders.CONTENT_TYPE)
        .map(type -> type.toLowerCase(Locale.ROOT))
        .filter(type ->
            type.startsWith("application/x-www-form-urlencoded")
                || type.startsWith("multipart/form-data"))
        .isPresent();
  }

  /** Path and query as sent, to come back to. */
  public String uri() {
    return context.request().uri();
  }

  public String rawPath() {
    return context.request().path();
  }

  /** Whether a browser navigates here: it is the one that asks for HTML by name. */
  public boolean wantsPage() {
    return wantsPage(context);
  }

  /** The same before there is a call. */
  public static boolean wantsPage(RoutingContext context) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && accept.contains("text/html")
        && !context.request().path().startsWith("/api/");
  }

  /** Whether the request as such passes a check, such as of where it comes from. */
  public boolean sentFrom(Predicate<HttpServerRequest> check) {
    return check.test(context.request());
  }
}
