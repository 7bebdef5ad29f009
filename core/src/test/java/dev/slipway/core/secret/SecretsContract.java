package dev.slipway.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.deploy.SettableClock;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.SampleRepositories;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Secrets} does. */
public abstract class SecretsContract {
  protected static final RepositoryId SHOP = new RepositoryId("repo_shop");
  private static final RepositoryId TOOL = new RepositoryId("repo_tool");
  private static final SecretScope TEAM = new SecretScope.Team();
  private static final SecretScope OF_SHOP = new SecretScope.OfRepository(SHOP);
  private static final SecretScope OF_PRODUCTION =
      new SecretScope.OfEnvironment(SHOP, "production");

  protected Repositories repositories;
  protected Secrets secrets;
  private final SettableClock clock = new SettableClock();

  /** Fresh ones, on {@link #repositories}, which are there already. */
  protected abstract Secrets freshSecrets(Clock clock);

  /** Fresh, empty ones. */
  protected abstract Repositories freshRepositories();

  @BeforeEach
  void addRepositories() {
    repositories = freshRepositories();
    repositories.add(SampleRepositories.connected(SHOP, null));
    repositories.add(SampleRepositories.connected(TOOL, null));
    secrets = freshSecrets(clock);
  }

  @Test
  void whatIsSetIsToldWithoutItsValue() {
    Instant now = clock.instant();
    StoredSecret told = secrets.put(OF_SHOP, secret("NPM_TOKEN", "canary-one"), "ada");
    assertThat(told).isEqualTo(new StoredSecret(OF_SHOP, "NPM_TOKEN", 1, now, "ada"));
    assertThat(secrets.find(OF_SHOP, "NPM_TOKEN")).contains(told);
    assertThat(secrets.find(OF_SHOP, "npm_token")).isEmpty();
    assertThat(secrets.find(TEAM, "NPM_TOKEN")).isEmpty();
    assertThat(secrets.find(OF_PRODUCTION, "NPM_TOKEN")).isEmpty();
  }

  @Test
  void aNewValueReplacesTheOneBeforeAndCountsItsVersions() {
    secrets.put(OF_SHOP, secret("NPM_TOKEN", "canary-one"), "ada");
    clock.advance(Duration.ofMinutes(1));
    StoredSecret second = secrets.put(OF_SHOP, secret("NPM_TOKEN", "canary-two"), "bob");
    assertThat(second).isEqualTo(new StoredSecret(OF_SHOP, "NPM_TOKEN", 2, clock.instant(), "bob"));
    assertThat(secrets.list(OF_SHOP)).containsExactly(second);
    assertThat(revealed(SHOP, "NPM_TOKEN")).containsExactly(Map.entry("NPM_TOKEN", "canary-two"));
  }

  @Test
  void theSameValueSetAgainIsANewVersion() {
    secrets.put(TEAM, secret("NPM_TOKEN", "canary-one"), "ada");
    assertThat(secrets.put(TEAM, secret("NPM_TOKEN", "canary-one"), "ada").version()).isEqualTo(2);
  }

  @Test
  void aVersionNeverMeansTwoValuesAlsoWhereOneWasRemovedBetween() {
    secrets.put(OF_SHOP, secret("NPM_TOKEN", "canary-one"), "ada");
    assertThat(secrets.remove(OF_SHOP, "NPM_TOKEN")).isTrue();
    assertThat(secrets.remove(OF_SHOP, "NPM_TOKEN")).isFalse();
    assertThat(secrets.find(OF_SHOP, "NPM_TOKEN")).isEmpty();
    assertThat(secrets.list(OF_SHOP)).isEmpty();
    assertThat(secrets.put(OF_SHOP, secret("NPM_TOKEN", "canary-two"), "ada").version())
        .isEqualTo(2);
  }

  @Test
  void eachScopeListsItsOwnByName() {
    secrets.put(TEAM, secret("SHARED", "canary-one"), "ada");
    secrets.put(OF_SHOP, secret("_B", "canary-two"), "ada");
    secrets.put(OF_SHOP, secret("A", "canary-three"), "ada");
    secrets.put(OF_PRODUCTION, secret("A", "canary-four"), "ada");
    secrets.put(new SecretScope.OfRepository(TOOL), secret("A", "canary-five"), "ada");
    assertThat(names(secrets.list(TEAM))).containsExactly("SHARED");
    assertThat(names(secrets.list(OF_SHOP))).containsExactly("A", "_B");
    assertThat(names(secrets.list(OF_PRODUCTION))).containsExactly("A");
    assertThat(secrets.list(new SecretScope.OfEnvironment(SHOP, "staging"))).isEmpty();
    assertThat(secrets.all(SHOP))
        .extracting(it -> it.scope().id() + " " + it.name())
        .containsExactly("repo_shop A", "repo_shop:production A", "repo_shop _B");
  }

  @Test
  void theNarrowestScopeThatHasANameGivesItsValue() {
    secrets.put(TEAM, secret("A", "team-canary-a"), "ada");
    secrets.put(TEAM, secret("B", "team-canary-b"), "ada");
    secrets.put(TEAM, secret("C", "team-canary-c"), "ada");
    secrets.put(OF_SHOP, secret("B", "shop-canary-b"), "ada");
    secrets.put(OF_SHOP, secret("C", "shop-canary-c"), "ada");
    secrets.put(OF_PRODUCTION, secret("C", "production-canary-c"), "ada");

    Set<String> wanted = Set.of("A", "B", "C", "NOBODY_SET");
    assertThat(values(secrets.reveal(SHOP, null, wanted)))
        .containsOnly(
            Map.entry("A", "team-canary-a"),
            Map.entry("B", "shop-canary-b"),
            Map.entry("C", "shop-canary-c"));
    assertThat(values(secrets.reveal(SHOP, "production", wanted)))
        .containsOnly(
            Map.entry("A", "team-canary-a"),
            Map.entry("B", "shop-canary-b"),
            Map.entry("C", "production-canary-c"));
    assertThat(values(secrets.reveal(SHOP, "staging", Set.of("C"))))
        .containsOnly(Map.entry("C", "shop-canary-c"));
    assertThat(values(secrets.reveal(TOOL, "production", Set.of("C"))))
        .containsOnly(Map.entry("C", "team-canary-c"));
    assertThat(secrets.reveal(SHOP, null, Set.of())).isEmpty();
  }

  @Test
  void aVersionGivesTheValueThatItHadThen() {
    secrets.put(TEAM, secret("A", "team-canary"), "ada");
    secrets.put(OF_SHOP, secret("A", "canary-one"), "ada");
    Map<String, SecretVersion> then = secrets.versions(SHOP, null, Set.of("A", "NOBODY_SET"));
    secrets.put(OF_SHOP, secret("A", "canary-two"), "ada");
    secrets.put(OF_PRODUCTION, secret("A", "canary-three"), "ada");

    assertThat(then).isEqualTo(Map.of("A", new SecretVersion(OF_SHOP, "A", 1)));
    assertThat(secrets.reveal(new SecretVersion(OF_SHOP, "A", 1)).map(Secret::reveal))
        .contains("canary-one");
    Map<String, SecretVersion> now = secrets.versions(SHOP, "production", Set.of("A"));
    assertThat(now).isEqualTo(Map.of("A", new SecretVersion(OF_PRODUCTION, "A", 1)));
    assertThat(secrets.reveal(new SecretVersion(OF_SHOP, "A", 2)).map(Secret::reveal))
        .contains("canary-two");
    assertThat(secrets.reveal(new SecretVersion(OF_SHOP, "A", 3))).isEmpty();
  }

  @Test
  void onlyTheLastVersionsAreKeptAndNoneOfASecretThatWasRemoved() {
    for (int i = 0; i <= Secrets.KEPT_VERSIONS; i++) {
      secrets.put(OF_SHOP, secret("A", "canary-" + i), "ada");
    }
    assertThat(secrets.reveal(new SecretVersion(OF_SHOP, "A", 1))).isEmpty();
    assertThat(secrets.reveal(new SecretVersion(OF_SHOP, "A", 2)).map(Secret::reveal))
        .contains("canary-1");

    secrets.remove(OF_SHOP, "A");

    assertThat(secrets.reveal(new SecretVersion(OF_SHOP, "A", 2))).isEmpty();
  }

  @Test
  void aValueComesOutAsItWentIn() {
    String odd = "-----BEGIN KEY-----\n\tzwölf Boxkämpfer \\ \"quoted\" 🚢\r\n-----END KEY-----\n";
    secrets.put(OF_SHOP, secret("KEY", odd), "ada");
    assertThat(revealed(SHOP, "KEY")).containsEntry("KEY", odd);
    String longest = "x".repeat(Secrets.LONGEST);
    secrets.put(OF_SHOP, secret("KEY", longest), "ada");
    assertThat(revealed(SHOP, "KEY")).containsEntry("KEY", longest);
  }

  @Test
  void whatCannotBeASecretIsRefusedWithoutShowingIt() {
    for (String name : List.of("", "1A", "A-B", "A B", "Ä", "A\n", "x".repeat(129))) {
      assertRefused(name, "long-enough");
    }
    for (String value : List.of("", "seven77", "  seven77 \n", "nul\0-canary", "half \ud83d")) {
      assertRefused("NAME", value);
    }
    assertRefused("NAME", "x".repeat(Secrets.LONGEST + 1));
    assertRefused("NAME", "ü".repeat(Secrets.LONGEST / 2 + 1));
    assertThat(secrets.list(OF_SHOP)).isEmpty();
  }

  @Test
  void theSecretsOfARepositoryGoWithIt() {
    secrets.put(TEAM, secret("A", "team-canary"), "ada");
    secrets.put(OF_SHOP, secret("A", "shop-canary"), "ada");
    secrets.put(OF_PRODUCTION, secret("A", "production-canary"), "ada");
    assertThat(repositories.remove(SHOP)).isTrue();
    assertThat(secrets.all(SHOP)).isEmpty();
    assertThat(secrets.reveal(new SecretVersion(OF_SHOP, "A", 1))).isEmpty();
    assertThat(secrets.list(OF_SHOP)).isEmpty();
    assertThat(secrets.find(OF_PRODUCTION, "A")).isEmpty();
    assertThat(secrets.remove(OF_SHOP, "A")).isFalse();
    assertThat(values(secrets.reveal(SHOP, "production", Set.of("A"))))
        .containsOnly(Map.entry("A", "team-canary"));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> secrets.put(OF_SHOP, secret("A", "late-canary"), "ada"))
        .withMessageContaining("repo_shop");
  }

  private void assertRefused(String name, String value) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> secrets.put(OF_SHOP, secret(name, value), "ada"))
        .satisfies(e ->
            assertThat(value.isEmpty() || !String.valueOf(e.getMessage()).contains(value))
                .isTrue());
  }

  /** A secret of that name. */
  protected static Secret secret(String name, String value) {
    return new Secret(name, value);
  }

  private Map<String, String> revealed(RepositoryId repository, String name) {
    return values(secrets.reveal(repository, null, Set.of(name)));
  }

  private static Map<String, String> values(Map<String, Secret> secrets) {
    return secrets.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().reveal()));
  }

  private static List<String> names(List<StoredSecret> secrets) {
    return secrets.stream().map(StoredSecret::name).toList();
  }
}
