package dev.slipway.registrysync.retention;

import dev.slipway.core.registry.PushGate;
import dev.slipway.core.registry.RegistryCleaning;
import dev.slipway.core.registry.RegistryContent;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.retention.RetentionPlanner;
import dev.slipway.core.retention.RetentionResult;
import dev.slipway.core.retention.RetentionRule;
import dev.slipway.core.retention.RetentionRules;
import dev.slipway.core.retention.RetentionRun;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.retention.Retention.Decision;
import dev.slipway.registrysync.retention.Sight.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what rules would remove from the own registry, and removes it. Safe for concurrent use,
 * although one run at a time is enough.
 */
public final class Prune implements RetentionPlanner {
  /** For pushes under way, each time that they have to be waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final RetentionRules rules;
  private final Sight sight;
  private final Function<String, RemoteRepository> repositories;
  private final PushGate gate;
  private final @Nullable RegistryCleaning cleaning;
  private final Duration patience;

  /**
   * Knows rules and registry.
   *
   * @param repositories of that registry, by their path
   * @param gate by which Slipway's pushes go there
   * @param cleaning null where the registry is not ours to clean
   */
  public Prune(
      RetentionRules rules,
      Sight sight,
      Function<String, RemoteRepository> repositories,
      PushGate gate,
      @Nullable RegistryCleaning cleaning) {
    this(rules, sight, repositories, gate, cleaning, PATIENCE);
  }

  Prune(
      RetentionRules rules,
      Sight sight,
      Function<String, RemoteRepository> repositories,
      PushGate gate,
      @Nullable RegistryCleaning cleaning,
      Duration patience) {
    this.rules = rules;
    this.sight = sight;
    this.repositories = repositories;
    this.gate = gate;
    this.cleaning = cleaning;
    this.patience = patience;
  }

  @Override
  public Plan plan(String scope) throws RegistryException, InterruptedException {
    RegistryContent all = sight.inventory().all();
    List<Holding> holding = select(scope, all);
    Function<String, Optional<Instant>> built = sight.built();
    Tally tally = new Tally(all);
    List<RepositoryPlan> plans = new ArrayList<>();
    for (Holding one : holding) {
      try {
        Optional<View> view = sight.look(one.repository(), built);
        if (view.isPresent()) {
          plans.add(plan(one, view.get(), tally));
        }
      } catch (RegistryException e) {
        tally.problem(e);
      }
    }
    return new Plan(plans, tally.bytes(), cleaning != null && anyCleans(holding), tally.problems());
  }

  private static RepositoryPlan plan(Holding holding, View view, Tally tally) {
    Decision decision = decide(holding, view);
    decision.removed().forEach(digest -> tally.removed(holding.repository(), digest, List.of()));
    List<Image> images =
        view.content().manifests().keySet().stream()
            .map(digest -> image(view, new Digest(digest), decision))
            .toList();
    return new RepositoryPlan(holding.repository(), holding.rule().repository(), images);
  }

  private static Image image(View view, Digest digest, Decision decision) {
    Snapshot.Manifest manifest = Objects.requireNonNull(view.snapshot().manifests().get(digest));
    return new Image(
        digest.text(),
        view.content().tagsOf(digest.text()),
        manifest.created(),
        decision.kept().getOrDefault(digest, ""),
        manifest.blobs().values().stream().mapToLong(Long::longValue).sum());
  }

  private static Decision decide(Holding holding, View view) {
    return Retention.decide(holding.rule().keep(), view.snapshot(), view.at());
  }

  /**
   * Carries rules out. What cannot be removed keeps nothing else from going.
   *
   * @param scope as in {@link RetentionRun#scope}
   */
  public RetentionResult carryOut(String scope) throws InterruptedException {
    try {
      RegistryContent all = sight.inventory().all();
      List<Holding> holding = select(scope, all);
      Tally tally = new Tally(all);
      Function<String, Optional<Instant>> built = sight.built();
      for (Holding one : holding) {
        prune(one, built, tally);
      }
      if (anyCleans(holding)) {
        clean(all, tally);
      }
      return tally.result();
    } catch (RegistryException e) {
      return RetentionResult.failed(Tally.words(e));
    }
  }

  /** Nobody pushes meanwhile: a push may move a tag to what is about to go. */
  private void prune(Holding holding, Function<String, Optional<Instant>> built, Tally tally)
      throws InterruptedException {
    String name = holding.repository();
    try {
      View before = sight.look(name, built).orElse(null);
      if (before != null && decide(holding, before).removed().isEmpty()) {
        tally.kept(before.snapshot().manifests().size());
        return;
      }
    } catch (RegistryException e) {
      tally.skippedWhole(name, e);
      return;
    }
    pruneClosed(holding, built, tally);
  }

  private void pruneClosed(Holding holding, Function<String, Optional<Instant>> built, Tally tally)
      throws InterruptedException {
    String name = holding.repository();
    try (PushGate.Held _ = gate.close(patience)) {
      View view = sight.look(name, built).orElse(null);
      if (view == null) {
        return;
      }
      Decision decision = decide(holding, view);
      tally.kept(decision.kept().size());
      View latest = view;
      for (List<Digest> family : Families.of(decision.removed(), view.snapshot())) {
        latest = sight.lookAgain(latest, name, built);
        Decision again = decide(holding, latest);
        if (again.removed().containsAll(family)) {
          remove(name, family, latest.content(), tally);
        } else {
          family.forEach(digest -> tally.skipped(name, digest, because(digest, family, again)));
        }
      }
    } catch (RegistryException e) {
      tally.skippedWhole(name, e);
    }
  }

  private static String because(Digest digest, List<Digest> family, Decision again) {
    String own = again.kept().get(digest);
    if (own != null) {
      return "meanwhile: " + own;
    }
    return again.removed().contains(digest)
        ? "meanwhile something that belongs to it is kept: "
            + family.stream().filter(again.kept()::containsKey).findFirst().orElse(digest)
        : "it was gone already";
  }

  private void remove(String name, List<Digest> family, RepositoryContent content, Tally tally)
      throws InterruptedException {
    for (Digest digest : family) {
      try {
        repositories.apply(name).delete(digest.text());
        tally.removed(name, digest, content.tagsOf(digest.text()));
      } catch (RegistryException e) {
        tally.problem(e);
        return;
      }
    }
  }

  private void clean(RegistryContent all, Tally tally) throws InterruptedException {
    if (cleaning == null) {
      tally.note(
          "the registry at %s is not Slipway's to clean: its own garbage collection gives the"
                  .formatted(all.registry())
              + " space back");
      return;
    }
    try (PushGate.Held _ = gate.close(patience)) {
      tally.freed(cleaning.clean());
    } catch (RegistryException e) {
      tally.problem(e);
    }
  }

  private static boolean anyCleans(List<Holding> holding) {
    return holding.stream().anyMatch(one -> one.rule().cleans());
  }

  /** A repository, and the rule that holds for it. */
  private record Holding(String repository, RetentionRule rule) {}

  private List<Holding> select(String scope, RegistryContent all) throws RegistryException {
    List<Holding> holding = new ArrayList<>();
    for (RepositoryContent content : all.repositories()) {
      RetentionRule rule = rules.holdingFor(content.name()).orElse(null);
      if (rule != null && covers(scope, content.name(), rule)) {
        holding.add(new Holding(content.name(), rule));
      }
    }
    if (holding.isEmpty() && !scope.equals(RetentionRun.EVERYTHING)) {
      boolean there = all.repository(scope).isPresent();
      throw new RegistryException(
          there ? "no rule holds for " + scope : "there is nothing of " + scope,
          there
              ? "set one: slipway images retention set " + scope + " --newest 10"
              : "`slipway images` lists the repositories");
    }
    return holding;
  }

  private static boolean covers(String scope, String repository, RetentionRule rule) {
    return switch (scope) {
      case RetentionRun.EVERYTHING -> true;
      case RetentionRule.ALL_OTHERS -> rule.repository().equals(RetentionRule.ALL_OTHERS);
      default -> scope.equals(repository);
    };
  }
}
