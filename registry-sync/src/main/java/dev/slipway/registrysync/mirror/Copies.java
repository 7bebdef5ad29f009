package dev.slipway.registrysync.mirror;

import dev.slipway.core.registry.BaseImageMirror.Answer;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.sync.MirroredImage;
import dev.slipway.core.sync.MirroredImages;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncState.Problem;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.copy.ImageCopy;
import dev.slipway.registrysync.copy.Progress;
import dev.slipway.registrysync.mirror.Source.Said;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.sync.RunProgress;
import dev.slipway.registrysync.sync.Sync;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The copies at mirrors: looked for, and made where they are missing. Safe for concurrent use. */
final class Copies {
  /** For so long an answer of the source is believed, whoever asked. */
  private static final Duration BELIEVED = Duration.ofMinutes(5);

  private final MirroredImages known;
  private final Copier copier;
  private final Sync sync;
  private final Source source;
  private final Clock clock;

  Copies(MirroredImages known, Copier copier, Sync sync, Source source, Clock clock) {
    this.known = known;
    this.copier = copier;
    this.sync = sync;
    this.source = source;
    this.clock = clock;
  }

  /**
   * The copy of an image.
   *
   * @param rule for the image's repository
   * @throws RegistryException when the mirror cannot be asked
   */
  Answer find(SyncRule rule, Reference image, boolean mayCopy, Consumer<String> log)
      throws RegistryException, InterruptedException {
    RemoteRepository mirror =
        copier.begin(Progress.NONE).repository(RepositoryName.parse(rule.to()));
    Digest here = mirror.find(image.wanted()).orElse(null);
    Digest pinned = image.digest();
    if (pinned != null) {
      return here == null
          ? pinned(rule, image, pinned, mayCopy, log)
          : copy(rule, pinned, "as pinned");
    }
    return new Tagged(rule, image, mirror, here).find(mayCopy, log);
  }

  private Answer pinned(
      SyncRule rule, Reference image, Digest digest, boolean mayCopy, Consumer<String> log)
      throws InterruptedException {
    if (!mayCopy) {
      return notForForks();
    }
    if (!rule.options().platforms().isEmpty()) {
      return new Answer.NotMirrored(
          "the rule " + rule.id() + " copies some platforms only, under another digest");
    }
    String host = image.repository().registry();
    RunProgress progress = new RunProgress();
    log.accept(copying(image, digest.text(), rule));
    try (CopyLines _ = new CopyLines(progress, log)) {
      var _ =
          copier
              .begin(progress)
              .copy(
                  new ImageCopy(
                      image.repository(),
                      digest.text(),
                      RepositoryName.parse(rule.to()),
                      "",
                      Set.of(),
                      rule.options().referrers()));
      return copy(rule, digest, "copied from " + host + " just now, as pinned");
    } catch (RegistryException e) {
      return new Answer.NotMirrored(
          "the mirror has no copy, and it cannot be made: " + e.getMessage());
    }
  }

  private static Answer notForForks() {
    return new Answer.NotMirrored("the mirror has no copy, and none is made for a fork");
  }

  private static String copying(Reference image, String what, SyncRule rule) {
    return "Copying %s%s%s to %s"
        .formatted(image.repository(), Digest.isOne(what) ? "@" : ":", what, rule.to());
  }

  private static Answer copy(SyncRule rule, Digest digest, String because) {
    return new Answer.Copy(rule.to() + "@" + digest, because);
  }

  /** One image that is known by a tag, and what the mirror has of it now. */
  private final class Tagged {
    private final SyncRule rule;
    private final Reference image;
    private final RemoteRepository mirror;
    private final @Nullable Digest here;
    private final @Nullable MirroredImage before;

    private Tagged(SyncRule rule, Reference image, RemoteRepository mirror, @Nullable Digest here) {
      this.rule = rule;
      this.image = image;
      this.mirror = mirror;
      this.here = here;
      this.before = known.find(rule.id(), rule.from(), image.tag()).orElse(null);
    }

    private String host() {
      return image.repository().registry();
    }

    private Answer find(boolean mayCopy, Consumer<String> log)
        throws RegistryException, InterruptedException {
      MirroredImage seen = before;
      if (here != null
          && seen != null
          && seen.copy().equals(here.text())
          && age(seen).compareTo(BELIEVED) < 0) {
        known.remember(rule.id(), seen);
        return copy(rule, here, host() + " answered " + Ages.inWords(age(seen)) + " ago");
      }
      if (!mayCopy) {
        return here == null ? notForForks() : copy(rule, here, theCopy());
      }
      return switch (source.ask(image)) {
        case Said.Leads(Digest to) -> leadsTo(to, log);
        case Said.Refuses(String why) -> instead(why);
        case Said.Silent(String why) -> instead(why);
      };
    }

    private Answer leadsTo(Digest to, Consumer<String> log)
        throws RegistryException, InterruptedException {
      return here != null && isCopyOf(here, to) ? upToDate(here, to) : fetch(to, log);
    }

    private boolean isCopyOf(Digest copy, Digest to) {
      MirroredImage seen = before;
      return copy.equals(to)
          || (seen != null && seen.source().equals(to.text()) && seen.copy().equals(copy.text()));
    }

    private Answer upToDate(Digest copy, Digest to) {
      remember(to, copy);
      return copy(rule, copy, host() + " answered: up to date");
    }

    private Answer fetch(Digest to, Consumer<String> log)
        throws RegistryException, InterruptedException {
      if (here != null && rule.options().isImmutable(image.tag())) {
        return copy(rule, here, host() + " has another image; the tag is immutable at the mirror");
      }
      log.accept(copying(image, image.tag(), rule));
      RunProgress progress = new RunProgress();
      try (CopyLines _ = new CopyLines(progress, log)) {
        List<Problem> problems = sync.follow(rule, List.of(image.tag()), progress);
        Optional<Digest> copied = mirror.find(image.tag());
        if (problems.isEmpty() && copied.isPresent()) {
          remember(to, copied.get());
          return copy(rule, copied.get(), "copied from " + host() + " just now");
        }
        String why = problems.isEmpty() ? "it is gone again" : problems.getFirst().message();
        return instead("copying it failed: " + why);
      }
    }

    private void remember(Digest to, Digest copy) {
      known.remember(
          rule.id(),
          new MirroredImage(rule.from(), image.tag(), to.text(), copy.text(), clock.instant()));
    }

    private Answer instead(String why) {
      return here == null
          ? new Answer.NotMirrored(why + ", and the mirror has no copy")
          : copy(rule, here, why + ": " + theCopy());
    }

    private String theCopy() {
      MirroredImage seen = before;
      return here != null && seen != null && seen.copy().equals(here.text())
          ? "the copy of " + Ages.inWords(age(seen)) + " ago"
          : "the copy as it is, of which the age is not known";
    }

    private Duration age(MirroredImage seen) {
      return Duration.between(seen.checkedAt(), clock.instant());
    }
  }
}
