package dev.slipway.dashboard.api;

import dev.slipway.core.Ids;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.access.ApiToken;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.TokenId;
import dev.slipway.core.access.Tokens;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.access.SecretText;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** API tokens: each user's own, and everybody's for administrators. Safe for concurrent use. */
public final class TokensApi {
  private static final int LONGEST_NAME = 80;
  private static final int MOST_DAYS = 3650;
  private static final Set<String> FIELDS = Set.of("name", "role", "repositories", "days", "csrf");

  private final Tokens tokens;
  private final Repositories repositories;
  private final Clock clock;

  public TokensApi(Tokens tokens, Repositories repositories, Clock clock) {
    this.tokens = tokens;
    this.repositories = repositories;
    this.clock = clock;
  }

  public Answer list(Call call) {
    return Answer.json(200, ListView.of(of(call.by()), TokenView::of));
  }

  public Answer listAll(Call call) {
    return Answer.json(200, ListView.of(tokens.all(), TokenView::of));
  }

  /** Makes one; its text is in this answer only. */
  public Answer add(Call call) {
    Made made = make(call);
    return Answer.json(201, TokenView.of(made.token(), made.text()));
  }

  public Answer remove(Call call) {
    revoke(call);
    return Answer.empty(204);
  }

  public Answer removeAny(Call call) {
    revokeAny(call);
    return Answer.empty(204);
  }

  /** A user's tokens, newest first. */
  public List<ApiToken> of(String owner) {
    return tokens.all().stream().filter(token -> token.owner().equals(owner)).toList();
  }

  /** Everybody's, newest first. */
  public List<ApiToken> all() {
    return tokens.all();
  }

  /** Makes a token of the caller's, which can do no more than who makes it. */
  public Made make(Call call) {
    Fields fields = call.fields().allow(FIELDS);
    String name = fields.required("name", TokensApi::checkName);
    Role own = call.caller().principal().role();
    Role role = fields.parsed("role", text -> notAbove(own, Role.of(text)));
    Set<RepositoryId> only = only(fields);
    Integer days = fields.positive("days");
    if (days != null && days > MOST_DAYS) {
      fields.problem("days", "are too many; " + MOST_DAYS + " are the most", "");
    }
    fields.check();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String text = SecretText.token();
    ApiToken token =
        new ApiToken(
            new TokenId(Ids.next("tok", clock)),
            call.by(),
            Objects.requireNonNull(name),
            role == null ? own : role,
            only,
            now,
            days == null ? null : now.plus(Duration.ofDays(days)),
            null);
    tokens.add(text, token);
    return new Made(token, text);
  }

  private static String checkName(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new InvalidValueException(
          "cannot be; give up to " + LONGEST_NAME + " characters that tell what it is for");
    }
    return name.strip();
  }

  private static Role notAbove(Role own, Role wanted) {
    if (!own.covers(wanted)) {
      throw new InvalidValueException(
          "is above your own; you may give it " + own.id() + " or less");
    }
    return wanted;
  }

  private Set<RepositoryId> only(Fields fields) {
    Set<RepositoryId> only = new HashSet<>();
    List<String> names = fields.texts("repositories");
    for (String each : names == null ? List.<String>of() : names) {
      @Nullable Repository found = repository(each);
      if (found == null) {
        fields.problem("repositories", "there is no repository \"" + each + "\"", "owner/name");
      } else {
        only.add(found.id());
      }
    }
    return only;
  }

  private @Nullable Repository repository(String nameOrId) {
    return repositories.all().stream()
        .filter(it -> it.id().value().equals(nameOrId) || it.name().value().equals(nameOrId))
        .findFirst()
        .orElse(null);
  }

  /** Ends one of the caller's. */
  public void revoke(Call call) {
    TokenId id = new TokenId(call.path("id"));
    boolean own = tokens.find(id).filter(token -> token.owner().equals(call.by())).isPresent();
    if (!own || !tokens.revoke(id)) {
      throw ProblemException.notFound("token", id.value());
    }
  }

  /** Ends anybody's. */
  public void revokeAny(Call call) {
    TokenId id = new TokenId(call.path("id"));
    if (!tokens.revoke(id)) {
      throw ProblemException.notFound("token", id.value());
    }
  }

  /** A new token, with the text that is shown this once. */
  public record Made(ApiToken token, String text) {}
}
