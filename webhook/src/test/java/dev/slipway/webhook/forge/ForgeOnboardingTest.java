package dev.slipway.webhook.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.account.HookState;
import dev.slipway.core.account.InMemoryAccounts;
import dev.slipway.core.account.Onboarding.Enabled;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.testing.FakeDelivery;
import dev.slipway.webhook.forge.testing.FakeForge;
import dev.slipway.webhook.forge.testing.FakeHook;
import dev.slipway.webhook.forge.testing.FakeReply;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForgeOnboardingTest {
  private static final RepositoryName SHOP = new RepositoryName("acme/shop");
  private static final RepositoryName DOCS = new RepositoryName("acme/docs");

  private final InMemoryAccounts accounts = new InMemoryAccounts();
  private final InMemoryRepositories repositories = new InMemoryRepositories();
  private final ForgeApis apis =
      new ForgeApis(AddressPolicy.allowing(List.of("127.0.0.1")), ForgeApiContract.clock());
  private final ForgeOnboarding onboarding =
      new ForgeOnboarding(
          accounts,
          repositories,
          apis,
          URI.create("https://slipway.example.com/"),
          ForgeApiContract.clock());
  private final List<FakeForge> started = new ArrayList<>();

  @AfterEach
  void nothingWasAskedWrongly() {
    apis.close();
    for (FakeForge forge : started) {
      forge.close();
      assertThat(forge.faults()).isEmpty();
    }
  }

  private FakeForge start(Forge kind) throws IOException {
    FakeForge forge = FakeForge.start(kind);
    started.add(forge);
    forge.addRepository("acme/shop", true, true);
    forge.addRepository("acme/docs", false, false);
    return forge;
  }

  private Account connect(FakeForge forge) throws Exception {
    return onboarding.connect(forge.kind(), forge.pages(), new Secret("token", FakeForge.TOKEN));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GIT")
  void aRepositoryOfEveryForgeIsEnabledWithAWebhookOfItsOwn(Forge kind) throws Exception {
    FakeForge forge = start(kind);
    Account account = connect(forge);

    Enabled enabled = onboarding.enable(account.id(), SHOP);

    Repository kept = repositories.find(kind, SHOP).orElseThrow();
    FakeHook hook = forge.hooks("acme/shop").getFirst();
    assertThat(enabled.hook()).isEqualTo(new HookState.Fine());
    assertThat(kept).isEqualTo(enabled.repository());
    assertThat(kept.connection()).isEqualTo(new Connection(account.id(), hook.id()));
    assertThat(hook.url())
        .isEqualTo("https://slipway.example.com/webhooks/" + kind.slug() + "/" + kept.id());
    assertThat(hook.secret()).isEqualTo(kept.webhookSecret().reveal()).hasSizeGreaterThan(42);
    assertThat(Objects.requireNonNull(kept.cloneToken()).reveal()).isEqualTo(FakeForge.TOKEN);
    assertThat(onboarding.checkHook(kept.id())).isEqualTo(new HookState.Fine());
    assertThat(onboarding.remove(kept.id())).isEmpty();
    assertThat(forge.hooks("acme/shop")).isEmpty();
    assertThat(repositories.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GIT")
  void whereTheTokenMayNotAPersonEntersTheWebhook(Forge kind) throws Exception {
    FakeForge forge = start(kind);

    Enabled enabled = onboarding.enable(connect(forge).id(), DOCS);

    assertThat(enabled.hook())
        .isInstanceOfSatisfying(
            HookState.ByHand.class, byHand -> assertThat(byHand.why()).contains("403"));
    assertThat(repositories.find(kind, DOCS)).contains(enabled.repository());
    assertThat(onboarding.checkHook(enabled.repository().id()))
        .isInstanceOf(HookState.ByHand.class);
    assertThat(onboarding.remove(enabled.repository().id()))
        .contains("Remove the webhook to https://slipway.example.com/webhooks/");
  }

  @Test
  void theSameUserOfTheSameForgeRenewsTheToken() throws Exception {
    FakeForge forge = start(Forge.GITEA);
    Account first = connect(forge);

    Account second = connect(forge);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(accounts.all()).containsExactly(second);
    assertThat(second.toString()).doesNotContain(FakeForge.TOKEN);
  }

  @Test
  void aRenewedTokenIsWhatRepositoriesAreClonedWith() throws Exception {
    FakeForge forge = start(Forge.GITEA);
    Account account = connect(forge);
    Repository shop = onboarding.enable(account.id(), SHOP).repository();
    forge.acceptToken("fake-token-renewed");

    onboarding.connect(Forge.GITEA, forge.pages(), new Secret("token", "fake-token-renewed"));

    Repository now = repositories.find(shop.id()).orElseThrow();
    assertThat(Objects.requireNonNull(now.cloneToken()).reveal()).isEqualTo("fake-token-renewed");
    assertThat(onboarding.checkHook(shop.id())).isEqualTo(new HookState.Fine());
  }

  @Test
  void aRepositoryOfTheSameNameOnAnotherServerIsNotMixedUp() throws Exception {
    FakeForge forge = start(Forge.GITEA);
    Account account = connect(forge);
    Repository shop = onboarding.enable(account.id(), SHOP).repository();
    repositories.remove(shop.id());
    repositories.add(elsewhere(shop));

    var e = ForgeApiContract.failure(() -> onboarding.enable(account.id(), SHOP));

    assertThat(e).hasMessageContaining("git.example.org already");
  }

  private static Repository elsewhere(Repository of) {
    return new Repository(
        of.id(),
        of.forge(),
        of.name(),
        URI.create("https://git.example.org/acme/shop.git"),
        of.defaultBranch(),
        of.webhookSecret(),
        null,
        null,
        of.triggers(),
        null,
        true,
        of.createdAt());
  }

  @Test
  void anAccountWithAWrongTokenIsNotKept() throws Exception {
    FakeForge forge = start(Forge.GITHUB);

    var e =
        ForgeApiContract.failure(() ->
            onboarding.connect(Forge.GITHUB, forge.pages(), new Secret("token", "not-this-one")));

    assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(accounts.all()).isEmpty();
  }

  @Test
  void aForgeThatEverybodyRunsThemselvesNeedsAnAddress() {
    var e =
        ForgeApiContract.failure(
            () -> onboarding.connect(Forge.BITBUCKET_SERVER, null, new Secret("token", "abc")));

    assertThat(e.hint()).contains("https://git.example.com");
  }

  @Test
  void enablingAgainRotatesTheSecretAndKeepsTheOldOneValid() throws Exception {
    FakeForge forge = start(Forge.GITHUB);
    Account account = connect(forge);
    Repository first = onboarding.enable(account.id(), SHOP).repository();

    Repository second = onboarding.enable(account.id(), SHOP).repository();

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.webhookSecret().reveal()).isNotEqualTo(first.webhookSecret().reveal());
    assertThat(Objects.requireNonNull(second.previousWebhookSecret()).reveal())
        .isEqualTo(first.webhookSecret().reveal());
    assertThat(forge.hooks("acme/shop")).hasSize(1);
  }

  @Test
  void aForgeInTroubleChangesNoSecret() throws Exception {
    FakeForge forge = start(Forge.GITEA);
    Account account = connect(forge);
    Repository before = onboarding.enable(account.id(), SHOP).repository();
    int asked = forge.requests().size();
    onboarding.enable(account.id(), SHOP);
    int requests = forge.requests().size() - asked;
    repositories.replace(before);

    FakeReply down = FakeReply.empty(503);
    forge.always(down);
    var e = ForgeApiContract.failure(() -> onboarding.enable(account.id(), SHOP));

    assertThat(requests).isPositive();
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(repositories.find(before.id())).contains(before);
  }

  @Test
  void gitLabSignsWhereItCan() throws Exception {
    FakeForge forge = start(Forge.GITLAB);

    Repository shop = onboarding.enable(connect(forge).id(), SHOP).repository();

    assertThat(shop.webhookSecret().reveal()).startsWith("whsec_");
  }

  @Test
  void anOlderGitLabSendsATokenInstead() throws Exception {
    FakeForge forge = start(Forge.GITLAB);
    forge.signs(false);

    Enabled enabled = onboarding.enable(connect(forge).id(), SHOP);

    assertThat(enabled.hook()).isEqualTo(new HookState.Fine());
    assertThat(enabled.repository().webhookSecret().reveal()).doesNotStartWith("whsec_");
    assertThat(forge.hooks("acme/shop"))
        .singleElement()
        .satisfies(hook ->
            assertThat(hook.secret()).isEqualTo(enabled.repository().webhookSecret().reveal()));
    assertThat(onboarding.checkHook(enabled.repository().id())).isEqualTo(new HookState.Fine());
  }

  private static Repository withLabelsAndPipeline(Repository of) {
    return new Repository(
        of.id(),
        of.forge(),
        of.name(),
        of.cloneUrl(),
        of.defaultBranch(),
        of.webhookSecret(),
        of.previousWebhookSecret(),
        of.cloneToken(),
        of.triggers(),
        Labels.parse("gpu"),
        List.of(),
        "name: kept",
        of.connection(),
        of.enabled(),
        of.createdAt());
  }

  @Test
  void aWebhookThatIsGoneIsInstalledAnewAndRemembered() throws Exception {
    FakeForge forge = start(Forge.BITBUCKET);
    Repository shop = onboarding.enable(connect(forge).id(), SHOP).repository();
    repositories.replace(withLabelsAndPipeline(shop));
    forge.dropHooks("acme/shop");

    HookState state = onboarding.checkHook(shop.id());

    Repository now = repositories.find(shop.id()).orElseThrow();
    assertThat(now.labels().names()).containsExactly("gpu");
    assertThat(now.pipeline()).isEqualTo("name: kept");
    assertThat(state).isEqualTo(new HookState.Repaired("it was gone"));
    assertThat(Objects.requireNonNull(now.connection()).hookId())
        .isEqualTo(forge.hooks("acme/shop").getFirst().id());
    assertThat(forge.hooks("acme/shop").getFirst().secret())
        .isEqualTo(now.webhookSecret().reveal());
  }

  @Test
  void aWebhookThatTheForgeKeepsFromUsIsNamedWhenTheRepositoryIsRemoved() throws Exception {
    FakeForge forge = start(Forge.GITHUB);
    Repository shop = onboarding.enable(connect(forge).id(), SHOP).repository();
    forge.always(FakeReply.page(500));

    String left = onboarding.remove(shop.id());

    assertThat(left).contains("/webhooks/github/" + shop.id()).contains("500");
    assertThat(repositories.all()).isEmpty();
  }

  @Test
  void asksGitHubForDeliveriesThatDidNotArrive() throws Exception {
    FakeForge forge = start(Forge.GITHUB);
    Repository shop = onboarding.enable(connect(forge).id(), SHOP).repository();
    forge.listDeliveries(
        "acme/shop", List.of(new FakeDelivery(1, "guid", 502, "2026-11-21T11:00:00Z")));

    assertThat(onboarding.redeliverFailed(shop)).isEqualTo(1);
    assertThat(forge.redelivered("acme/shop")).containsExactly("1");
  }

  @Test
  void oneRepositoryInTroubleDoesNotKeepTheOthersFromBeingChecked() throws Exception {
    FakeForge down = start(Forge.GITEA);
    FakeForge up = start(Forge.GITHUB);
    onboarding.enable(connect(down).id(), SHOP);
    onboarding.enable(connect(up).id(), SHOP);
    down.close();
    up.dropHooks("acme/shop");

    try (HookCheck check = new HookCheck(repositories, onboarding)) {
      check.round();
    }

    assertThat(up.hooks("acme/shop")).hasSize(1);
  }

  @Test
  void whatIsNotThereIsSaidToBeNotThere() {
    var unknownRepository =
        ForgeApiContract.failure(() -> onboarding.checkHook(new RepositoryId("repo_none")));
    var unknownAccount =
        ForgeApiContract.failure(() -> onboarding.enable(new AccountId("acc_none"), SHOP));

    assertThat(unknownRepository.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(unknownAccount.kind()).isEqualTo(Kind.NOT_FOUND);
  }
}
