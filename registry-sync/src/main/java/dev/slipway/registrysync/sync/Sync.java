package dev.slipway.registrysync.sync;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncState.Problem;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.copy.CopyJob;
import dev.slipway.registrysync.copy.ImageCopy;
import dev.slipway.registrysync.copy.Missing;
import dev.slipway.registrysync.copy.Together;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.Platform;
import dev.slipway.registrysync.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** Follows rules. Safe for concurrent use. */
public final class Sync {
  /** Tags may move while others are copied; what moves all the time is left to the next run. */
  private static final int MOST_ROUNDS = 3;

  private final Copier copier;

  public Sync(Copier copier) {
    this.copier = copier;
  }

  /**
   * Copies until everything is as the rule says. What fails does not keep the rest from being
   * copied.
   *
   * @return what went wrong; empty when nothing did
   * @throws RegistryException when not even the tags can be listed
   */
  public List<Problem> follow(SyncRule rule, RunProgress progress)
      throws RegistryException, InterruptedException {
    CopyJob job = copier.begin(progress);
    for (int round = 1; ; round++) {
      List<String> tags = select(rule, job);
      SyncPlan plan = plan(rule, tags, job, progress);
      if (round > 1 && plan.changing().isEmpty()) {
        return plan.problems();
      }
      List<Problem> problems = new ArrayList<>(plan.problems());
      problems.addAll(copy(rule, plan, job, progress));
      if (!problems.isEmpty() || plan.changing().isEmpty() || round == MOST_ROUNDS) {
        return problems;
      }
    }
  }

  /** What {@link #follow} would do now; nothing is changed. */
  public SyncPlan plan(SyncRule rule) throws RegistryException, InterruptedException {
    RunProgress warnings = new RunProgress();
    CopyJob job = copier.begin(warnings);
    return plan(rule, select(rule, job), job, warnings);
  }

  private static List<String> select(SyncRule rule, CopyJob job)
      throws RegistryException, InterruptedException {
    TagSelection selection = new TagSelection(rule.tags());
    RepositoryName from = RepositoryName.parse(rule.from());
    List<String> tags = job.repository(from).tags();
    if (tags.isEmpty()) {
      throw new RegistryException(
          "there are no tags in " + from, "check its name, and whether we may read it");
    }
    return selection.of(tags);
  }

  private static SyncPlan plan(SyncRule rule, List<String> tags, CopyJob job, RunProgress progress)
      throws RegistryException, InterruptedException {
    ConcurrentSkipListMap<String, SyncPlan.Image> images = new ConcurrentSkipListMap<>();
    Queue<Problem> problems = new ConcurrentLinkedQueue<>();
    Missing missing = new Missing();
    Together.each(
        tags,
        tag -> {
          try {
            SyncPlan.Image image = compare(rule, tag, job);
            if (image.changes() && image.before() != null && rule.options().isImmutable(tag)) {
              problems.add(refused(rule, image));
              return;
            }
            images.put(tag, image);
            if (image.changes()) {
              ImageCopy copy = copyOf(rule, tag);
              job.missing(job.wanted(copy, image.source()), copy, missing);
            }
          } catch (RegistryException e) {
            problems.add(new Problem(String.valueOf(e.getMessage()), e.hint()));
          }
        });
    SyncPlan plan =
        new SyncPlan(
            List.copyOf(images.values()),
            missing.blobs(),
            List.copyOf(problems),
            progress.now().warnings());
    progress.planned(plan);
    return plan;
  }

  /** Two requests where nothing changed. */
  private static SyncPlan.Image compare(SyncRule rule, String tag, CopyJob job)
      throws RegistryException, InterruptedException {
    ImageCopy copy = copyOf(rule, tag);
    Optional<Digest> before = job.repository(copy.to()).find(tag);
    Digest source = job.source(copy);
    Digest wanted = copy.platforms().isEmpty() ? source : job.wanted(copy, source).digest();
    return new SyncPlan.Image(tag, source, wanted, before.orElse(null));
  }

  private static Problem refused(SyncRule rule, SyncPlan.Image image) {
    return new Problem(
        "%s:%s is immutable, and is %s instead of %s"
            .formatted(rule.to(), image.tag(), image.before(), image.wanted()),
        "find out who moved the tag at "
            + rule.from()
            + "; then remove the one at "
            + rule.to()
            + ", or take it out of \"immutable\"");
  }

  private static List<Problem> copy(SyncRule rule, SyncPlan plan, CopyJob job, RunProgress progress)
      throws RegistryException, InterruptedException {
    Queue<Problem> problems = new ConcurrentLinkedQueue<>();
    // What refers to an image may be new although the image is not.
    List<SyncPlan.Image> images = rule.options().referrers() ? plan.images() : plan.changing();
    Together.each(
        images,
        image -> {
          try {
            ImageCopy copy = copyOf(rule, image.tag());
            if (image.changes()) {
              backUp(rule, image, job, progress);
              var _ = job.copy(copy, image.source(), Optional.ofNullable(image.before()));
              progress.imageDone();
            } else {
              job.copyReferrers(copy, image.source());
            }
          } catch (RegistryException e) {
            problems.add(new Problem(String.valueOf(e.getMessage()), e.hint()));
          }
        });
    return List.copyOf(problems);
  }

  private static void backUp(SyncRule rule, SyncPlan.Image image, CopyJob job, RunProgress progress)
      throws RegistryException, InterruptedException {
    Digest before = image.before();
    if (before == null || rule.options().backup().isEmpty()) {
      return;
    }
    String backup = rule.options().backupOf(image.tag());
    if (!job.tag(RepositoryName.parse(rule.to()), before, backup)) {
      progress.warning(
          "%s was gone from %s before it could be kept as %s".formatted(before, rule.to(), backup));
    }
  }

  private static ImageCopy copyOf(SyncRule rule, String tag) {
    return new ImageCopy(
        RepositoryName.parse(rule.from()),
        tag,
        RepositoryName.parse(rule.to()),
        tag,
        rule.options().platforms().stream().map(Platform::parse).collect(Collectors.toSet()),
        rule.options().referrers());
  }
}
