package dev.slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of users, tokens, sessions and tries does. */
public abstract class AccessContract {
  /** Within reach of a real clock, since a real store ends things by its own. */
  protected final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  protected Users users;
  protected Tokens tokens;
  protected Sessions sessions;
  protected Tries tries;

  /** A fresh, empty one. */
  protected abstract AccessRecords fresh();

  @BeforeEach
  void open() {
    AccessRecords records = fresh();
    users = records.users();
    tokens = records.tokens();
    sessions = records.sessions();
    tries = records.tries();
  }

  @Test
  void usersAreKeptByName() {
    User grace = User.fresh("grace", Role.DEVELOPER, start);
    assertThat(users.all()).isEmpty();
    assertThat(users.add(grace)).isTrue();
    assertThat(users.add(User.fresh("ada", Role.ADMINISTRATOR, start))).isTrue();
    assertThat(users.add(User.fresh("grace", Role.ADMINISTRATOR, start))).isFalse();
    assertThat(users.find("grace")).contains(grace);
    assertThat(users.find("alan")).isEmpty();
    assertThat(users.all()).extracting(User::name).containsExactly("ada", "grace");
  }

  @Test
  void aUsersRoleAndPasswordAreReplaced() {
    users.add(User.fresh("grace", Role.VIEWER, start));
    assertThat(users.passwordHash("grace")).isEmpty();
    assertThat(users.setRole("grace", Role.MAINTAINER)).isEqualTo(Users.Change.DONE);
    assertThat(users.setPassword("grace", "hash-1", start)).isTrue();
    assertThat(users.setPassword("grace", "hash-2", start.plusSeconds(1))).isTrue();
    assertThat(users.passwordHash("grace")).contains("hash-2");
    users.seen("grace", Instant.parse("2026-03-14T15:09:26Z"));
    assertThat(users.find("grace"))
        .contains(
            new User(
                "grace",
                Role.MAINTAINER,
                start,
                start.plusSeconds(1),
                Instant.parse("2026-03-14T15:09:00Z"),
                false));
  }

  @Test
  void whoIsUnknownCannotBeChanged() {
    assertThat(users.setRole("grace", Role.VIEWER)).isEqualTo(Users.Change.UNKNOWN);
    assertThat(users.setDisabled("grace", true)).isEqualTo(Users.Change.UNKNOWN);
    assertThat(users.remove("grace")).isEqualTo(Users.Change.UNKNOWN);
    assertThat(users.setPassword("grace", "hash", start)).isFalse();
    users.seen("grace", start);
    assertThat(users.all()).isEmpty();
  }

  @Test
  void theLastAdministratorStays() {
    users.add(User.fresh("ada", Role.ADMINISTRATOR, start));
    users.add(User.fresh("grace", Role.ADMINISTRATOR, start));
    assertThat(users.setDisabled("grace", true)).isEqualTo(Users.Change.DONE);
    assertThat(users.setRole("ada", Role.VIEWER)).isEqualTo(Users.Change.LAST_ADMINISTRATOR);
    assertThat(users.setDisabled("ada", true)).isEqualTo(Users.Change.LAST_ADMINISTRATOR);
    assertThat(users.remove("ada")).isEqualTo(Users.Change.LAST_ADMINISTRATOR);
    assertThat(users.setRole("ada", Role.ADMINISTRATOR)).isEqualTo(Users.Change.DONE);
    assertThat(users.setDisabled("grace", false)).isEqualTo(Users.Change.DONE);
    assertThat(users.remove("ada")).isEqualTo(Users.Change.DONE);
    assertThat(users.all()).extracting(User::name).containsExactly("grace");
  }

  @Test
  void nothingOfAUserIsLeftForTheNextOneOfThatName() {
    users.add(User.fresh("ada", Role.ADMINISTRATOR, start));
    users.add(User.fresh("grace", Role.VIEWER, start));
    users.setPassword("grace", "hash", start);
    tokens.add("slp_1", token("tok_1", "grace"));
    sessions.start("slps_1", session("ses_1", "grace"));
    assertThat(users.remove("grace")).isEqualTo(Users.Change.DONE);
    users.add(User.fresh("grace", Role.VIEWER, start));
    assertThat(tokens.find("slp_1")).isEmpty();
    assertThat(tokens.all()).isEmpty();
    assertThat(sessions.find("slps_1")).isEmpty();
    assertThat(sessions.of("grace")).isEmpty();
    assertThat(users.passwordHash("grace")).isEmpty();
  }

  @Test
  void whoIsShutOutLosesTheirSessionsAndKeepsTheirTokens() {
    users.add(User.fresh("ada", Role.ADMINISTRATOR, start));
    users.add(User.fresh("grace", Role.VIEWER, start));
    tokens.add("slp_1", token("tok_1", "grace"));
    sessions.start("slps_1", session("ses_1", "grace"));
    users.setDisabled("grace", true);
    assertThat(users.find("grace").orElseThrow().disabled()).isTrue();
    assertThat(sessions.find("slps_1")).isEmpty();
    assertThat(tokens.find("slp_1")).isPresent();
  }

  @Test
  void aTokenIsKnownUntilItIsRevoked() {
    assertThat(tokens.any()).isFalse();
    ApiToken known = token("tok_1", "ada");
    tokens.add("slp_secret", known);
    tokens.add("slp_other", token("tok_2", "grace"));
    assertThat(tokens.any()).isTrue();
    assertThat(tokens.find(known.id())).contains(known);
    assertThat(tokens.find("slp_secret")).contains(known);
    assertThat(tokens.find("slp_secreT")).isEmpty();
    assertThat(tokens.find(known.id()).orElseThrow().lastUsedAt()).isNotNull();
    assertThat(tokens.all()).extracting(it -> it.id().value()).containsExactly("tok_2", "tok_1");
    assertThat(tokens.revoke(known.id())).isTrue();
    assertThat(tokens.revoke(known.id())).isFalse();
    assertThat(tokens.find("slp_secret")).isEmpty();
    assertThat(tokens.all()).hasSize(1);
  }

  @Test
  void theSameTokenAgainReplacesWhatWasKnown() {
    tokens.add("slp_secret", token("tok_1", "ada"));
    tokens.add("slp_secret", token("tok_1", "grace"));
    assertThat(tokens.find("slp_secret")).map(ApiToken::owner).contains("grace");
    assertThat(tokens.all()).hasSize(1);
  }

  @Test
  void aSessionIsKnownUntilItsUserEndsIt() {
    Session first = session("ses_1", "ada");
    sessions.start("slps_1", first);
    sessions.start("slps_2", session("ses_2", "ada"));
    sessions.start("slps_3", session("ses_3", "ada"));
    assertThat(sessions.find("slps_1")).contains(first);
    assertThat(sessions.find("slps_x")).isEmpty();
    assertThat(sessions.of("ada"))
        .extracting(it -> it.id().value())
        .containsExactly("ses_3", "ses_2", "ses_1");
    assertThat(sessions.end("grace", first.id())).isFalse();
    assertThat(sessions.end("ada", first.id())).isTrue();
    assertThat(sessions.find("slps_1")).isEmpty();
    sessions.endAll("ada", new SessionId("ses_3"));
    assertThat(sessions.of("ada")).extracting(it -> it.id().value()).containsExactly("ses_3");
    sessions.endAll("ada", null);
    assertThat(sessions.of("ada")).isEmpty();
  }

  @Test
  void triesRunOutForAnAccountFromWhereverTheyCome() {
    var account = new Tries.Allowance("account:ada", 3, Duration.ofMinutes(5));
    for (int i = 0; i < 3; i++) {
      var address = new Tries.Allowance("address:" + i, 10, Duration.ofMinutes(5));
      assertThat(tries.take(List.of(account, address))).isZero();
    }
    assertThat(tries.take(List.of(account)))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    var other = new Tries.Allowance("account:grace", 3, Duration.ofMinutes(5));
    assertThat(tries.take(List.of(other))).isZero();
    tries.forget("account:ada");
    assertThat(tries.take(List.of(account))).isZero();
  }

  @Test
  void aTryThatIsRefusedCountsNowhere() {
    var account = new Tries.Allowance("account:ada", 1, Duration.ofMinutes(5));
    var address = new Tries.Allowance("address:1", 2, Duration.ofMinutes(5));
    assertThat(tries.take(List.of(account, address))).isZero();
    assertThat(tries.take(List.of(account, address))).isPositive();
    assertThat(tries.take(List.of(address))).isZero();
    assertThat(tries.take(List.of(address))).isPositive();
  }

  protected ApiToken token(String id, String owner) {
    return new ApiToken(
        new TokenId(id),
        owner,
        "on the laptop",
        Role.DEVELOPER,
        Set.of(new RepositoryId("repo_1")),
        start,
        start.plus(Duration.ofDays(1)),
        null);
  }

  protected Session session(String id, String user) {
    return new Session(
        new SessionId(id),
        user,
        start,
        start.truncatedTo(ChronoUnit.MINUTES),
        start.plus(Session.LONGEST),
        "127.0.0.1",
        "Browser");
  }
}
