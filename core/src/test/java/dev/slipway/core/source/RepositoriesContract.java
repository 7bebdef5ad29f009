package dev.slipway.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Glob;
import dev.slipway.core.Ids;
import dev.slipway.core.NameFilter;
import dev.slipway.core.Secret;
import dev.slipway.core.account.AccountId;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Repositories} does. */
public abstract class RepositoriesContract {
  private static final Instant AT = Instant.parse("2026-03-14T15:09:26Z");

  /** A fresh, empty one. */
  protected abstract Repositories freshRepositories();

  @Test
  void anAddedRepositoryIsFoundByIdAndByName() {
    Repositories repositories = freshRepositories();
    Repository shop = sample("acme/shop");
    assertThat(repositories.add(shop)).isTrue();
    assertSame(repositories.find(shop.id()).orElseThrow(), shop);
    assertSame(repositories.find(Forge.GITHUB, shop.name()).orElseThrow(), shop);
    assertThat(repositories.find(Forge.GITEA, shop.name())).isEmpty();
    assertThat(repositories.find(new RepositoryId("rep_none"))).isEmpty();
  }

  @Test
  void secretsThatAreNotThereStayAway() {
    Repositories repositories = freshRepositories();
    Repository plain = with(sample("acme/shop"), null, null, true);
    repositories.add(plain);
    assertSame(repositories.find(plain.id()).orElseThrow(), plain);
  }

  @Test
  void aNameIsTakenOnce() {
    Repositories repositories = freshRepositories();
    Repository first = sample("acme/shop");
    Repository second = sample("acme/shop");
    assertThat(repositories.add(first)).isTrue();
    assertThat(repositories.add(second)).isFalse();
    assertThat(repositories.find(second.id())).isEmpty();
    assertThat(repositories.all()).extracting(Repository::id).containsExactly(first.id());
  }

  @Test
  void allAreListedByName() {
    Repositories repositories = freshRepositories();
    repositories.add(sample("b/two"));
    repositories.add(sample("a/two"));
    repositories.add(sample("a/one"));
    assertThat(repositories.all())
        .extracting(repository -> repository.name().value())
        .containsExactly("a/one", "a/two", "b/two");
  }

  @Test
  void oneIsReplacedUnderItsName() {
    Repositories repositories = freshRepositories();
    Repository shop = sample("acme/shop");
    repositories.add(shop);
    Repository disabled = with(shop, new Secret("old", "old-value-1"), null, false);
    assertThat(repositories.replace(disabled)).isTrue();
    assertSame(repositories.find(shop.id()).orElseThrow(), disabled);
    assertThat(repositories.replace(sample("acme/shop"))).isFalse();
    assertThat(repositories.replace(sample("acme/unknown"))).isFalse();
  }

  @Test
  void aRemovedOneIsGoneAndItsNameIsFree() {
    Repositories repositories = freshRepositories();
    Repository shop = sample("acme/shop");
    repositories.add(shop);
    assertThat(repositories.remove(shop.id())).isTrue();
    assertThat(repositories.remove(shop.id())).isFalse();
    assertThat(repositories.find(shop.id())).isEmpty();
    assertThat(repositories.all()).isEmpty();
    assertThat(repositories.add(sample("acme/shop"))).isTrue();
  }

  /** A repository with all secrets set; each call gives another id. */
  protected static Repository sample(String name) {
    return new Repository(
        new RepositoryId(Ids.next("rep", Clock.systemUTC())),
        Forge.GITHUB,
        new RepositoryName(name),
        URI.create("https://forge.example/" + name + ".git"),
        "main",
        new Secret("webhook", "canary-webhook-secret"),
        new Secret("previous", "canary-previous-secret"),
        new Secret("clone", "canary-clone-token"),
        new Triggers(
            Set.of(Triggers.Event.PUSH),
            NameFilter.of(List.of("main", "!wip/**")),
            NameFilter.ALL,
            Triggers.Forks.NEVER,
            Set.of("583231")),
        Labels.parse("gpu, linux/arm64"),
        List.of(new Glob("ghcr.io/acme/*")),
        "deploy:\n  port: 8080 # \u00e4\n",
        new Connection(new AccountId("acc_1"), "42"),
        true,
        AT);
  }

  private static Repository with(
      Repository like, @Nullable Secret previous, @Nullable Secret token, boolean enabled) {
    return new Repository(
        like.id(),
        like.forge(),
        like.name(),
        like.cloneUrl(),
        like.defaultBranch(),
        like.webhookSecret(),
        previous,
        token,
        like.triggers(),
        like.labels(),
        like.syncTo(),
        enabled ? like.pipeline() : null,
        like.connection(),
        enabled,
        like.createdAt());
  }

  /** Secrets do not compare, so their values are looked at. */
  private static void assertSame(Repository actual, Repository expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .ignoringFields("webhookSecret", "previousWebhookSecret", "cloneToken")
        .isEqualTo(expected);
    assertThat(actual.webhookSecret().reveal()).isEqualTo(expected.webhookSecret().reveal());
    assertThat(value(actual.previousWebhookSecret()))
        .isEqualTo(value(expected.previousWebhookSecret()));
    assertThat(value(actual.cloneToken())).isEqualTo(value(expected.cloneToken()));
  }

  private static String value(@Nullable Secret secret) {
    return secret == null ? "" : secret.reveal();
  }
}
