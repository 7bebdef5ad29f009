package dev.slipway.registrysync.mirror;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.registry.BaseImageMirror;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.sync.MirroredImages;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRules;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.sync.Sync;
import dev.slipway.registrysync.sync.TagSelection;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Has the copies that rules with {@code mirror} make. The source is asked what a tag leads to, the
 * copy is made when it is missing or old, and when the source is away what is there has to do. Safe
 * for concurrent use.
 */
public final class Mirror implements BaseImageMirror {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int TURNS = 64;

  private final SyncRules rules;
  private final Copies copies;
  private final ReentrantLock[] turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).toArray(ReentrantLock[]::new);

  /** A mirror as the rules say, looking with {@code copier} and copying with {@code sync}. */
  public Mirror(SyncRules rules, MirroredImages known, Copier copier, Sync sync, Clock clock) {
    this(rules, known, copier, sync, clock, PATIENCE);
  }

  /** The same with another patience with sources that do not answer. */
  public Mirror(
      SyncRules rules,
      MirroredImages known,
      Copier copier,
      Sync sync,
      Clock clock,
      Duration patience) {
    this.rules = rules;
    this.copies = new Copies(known, copier, sync, new Source(copier, clock, patience), clock);
  }

  @Override
  public Answer find(Wanted wanted, Consumer<String> log) throws InterruptedException {
    Reference image;
    try {
      image = Reference.parse(wanted.image());
    } catch (InvalidValueException _) {
      // Whoever builds with that name says what is wrong with it.
      return new Answer.NotMirrored("");
    }
    Optional<SyncRule> rule = rule(image.repository().toString());
    if (rule.isEmpty()) {
      return new Answer.NotMirrored("");
    }
    if (image.digest() == null && !new TagSelection(rule.get().tags()).matches(image.tag())) {
      return new Answer.NotMirrored("the rule " + rule.get().id() + " leaves that tag out");
    }
    return inTurn(rule.get(), image, wanted.mayCopy(), log);
  }

  /** Builds that want the same at once wait for one copy instead of making several. */
  private Answer inTurn(SyncRule rule, Reference image, boolean mayCopy, Consumer<String> log)
      throws InterruptedException {
    ReentrantLock turn = turns[Math.floorMod(image.hashCode(), TURNS)];
    turn.lockInterruptibly();
    try {
      return copies.find(rule, image, mayCopy, log);
    } catch (RegistryException e) {
      return new Answer.NotMirrored("the mirror itself is away: " + e.getMessage());
    } finally {
      turn.unlock();
    }
  }

  /** The one that says most exactly which repository it means. */
  private Optional<SyncRule> rule(String repository) {
    return rules.all().stream()
        .filter(rule -> rule.options().mirror() && rule.on(repository).isPresent())
        .max(
            Comparator.<SyncRule, Boolean>comparing(rule -> !rule.many())
                .thenComparingInt(rule -> rule.from().length()))
        .flatMap(rule -> rule.on(repository));
  }
}
