package dev.slipway.dashboard;

import dev.slipway.core.NameFilter;
import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.Simulations.Simulated;
import dev.slipway.core.delivery.Simulations.Verdict;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.Triggers;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** What of a {@link ShowStage} concerns forges: an account, a fork, deliveries of several kinds. */
final class ShowForges {
  private final Stage stage;
  private final Scenes scenes;

  ShowForges(Stage stage, Scenes scenes) {
    this.stage = stage;
    this.scenes = scenes;
  }

  void fill(Repository shop) {
    offer();
    Account account =
        new Account(
            new AccountId("acc_show"),
            Forge.GITHUB,
            URI.create("https://github.com"),
            "acme-builds",
            "583231",
            new Secret("forge_token", "ghp_show"),
            stage.clock.instant());
    stage.accounts.put(account);
    connect(shop, account);
    Delivery fork = scenes.fork(shop, 42, "Mallory Vale", "Make the totals twice as fast");
    several(shop);
    scenes.accept(scenes.delivery(shop, "ping", List.of()), List.of());
    stage.receiver.replay(fork, "ada");
    simulate(fork);
  }

  private void offer() {
    stage.forge.pageSize = 20;
    stage.forge.offer("acme/shop", "Lighthouses by the piece", true, true);
    stage.forge.offer("acme/invoices-api", "Numbers invoices without gaps", true, true);
    stage.forge.offer("acme/secret-plans", "", false, true);
    stage.forge.offer(
        "acme/tide-tables",
        "When the water comes, for every harbour between Skagen and Borkum, also by post",
        null,
        true);
    stage.forge.offer("partners/price-feed", "Owned by somebody else", true, false);
  }

  private void connect(Repository shop, Account account) {
    stage.repositories.replace(
        new Repository(
            shop.id(),
            shop.forge(),
            shop.name(),
            shop.cloneUrl(),
            shop.defaultBranch(),
            shop.webhookSecret(),
            null,
            null,
            new Triggers(
                Set.of(Triggers.Event.PUSH, Triggers.Event.PULL_REQUEST),
                NameFilter.of(List.of("main", "release/**", "!release/old")),
                NameFilter.ALL,
                Triggers.Forks.APPROVAL,
                Set.of("583231")),
            new Connection(account.id(), "77"),
            true,
            shop.createdAt()));
  }

  private void several(Repository shop) {
    var request = scenes.request(shop, "wip/night", "Grace Hopper", "Try something at night");
    scenes.accept(
        scenes.delivery(
            shop,
            "push",
            List.of(
                scenes.ignored(
                    new Change.Push(request.ref(), request.commit(), null),
                    Rule.BRANCH,
                    "wip/night matches none of main, release/**, !release/old"),
                scenes.ignored(
                    new Change.RefDeleted(GitRef.ofBranch("wip/day"), null),
                    Rule.DELETED,
                    "the branch is gone, so there is nothing to build"))),
        List.of());
  }

  private void simulate(Delivery delivery) {
    Change change = delivery.changes().getFirst().change();
    stage.receiver.simulated =
        List.of(
            new Simulated(
                change,
                scenes.asked(null, ""),
                new Verdict.Built(List.of("web"), List.of(), "no when of the file is against it")),
            new Simulated(
                change,
                scenes.asked(null, ""),
                new Verdict.Invalid(
                    List.of(
                        new Problem(
                            "deploy.replica",
                            4,
                            3,
                            "unknown key \"replica\"",
                            "did you mean \"replicas\"?")))),
            new Simulated(change, scenes.asked(Rule.BRANCH, "main is not among release/**"), null));
  }
}
