package dev.slipway.dashboard.api;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Page;
import dev.slipway.core.build.Builds;
import dev.slipway.core.deploy.Targets;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.registry.ImageInventory;
import dev.slipway.core.registry.ImageOrigins;
import dev.slipway.core.registry.RegistryContent;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.Removal;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.Uses;
import dev.slipway.core.registry.UsesNow;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.api.ImageSight.Image;
import dev.slipway.dashboard.api.ImageSight.Summary;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemDetails;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is in the registry, and what is removed from it by hand. Safe for concurrent use. */
public final class ImagesApi {
  private final ImageInventory inventory;
  private final UsesNow uses;
  private final Builds builds;

  public ImagesApi(Records records, Targets targets, ImageInventory inventory) {
    this.inventory = inventory;
    this.uses = new UsesNow(records.services(), targets);
    this.builds = records.builds();
  }

  /** All repositories, by name. */
  public Answer repositories(Call call) throws InterruptedException {
    RegistryContent content = content();
    Page<Summary> page = summaries(content, call);
    return Answer.json(
        200,
        new ImageViews.Repositories(
            content.registry(),
            content.problem(),
            page.items().stream().map(ImageViews.Repository::of).toList(),
            page.next()));
  }

  /** One for each tag of a repository, newest first. */
  public Answer tags(Call call) throws InterruptedException {
    return Answer.json(200, ListView.of(images(call), ImageViews.Row::of));
  }

  public Answer image(Call call) throws InterruptedException {
    return Answer.json(200, ImageViews.Detail.of(detail(call)));
  }

  /** Removes what nothing needs, and says what went. */
  public Answer remove(Call call) throws InterruptedException {
    boolean allTags = all(call, "tags");
    boolean referrers = all(call, "referrers");
    return Answer.json(200, ImageViews.Gone.of(removeNow(call, allTags, referrers)));
  }

  /**
   * Removes the image or the tag that the path names.
   *
   * @throws ProblemException with every reason where it is needed
   */
  public Removal removeNow(Call call, boolean allTags, boolean referrers)
      throws InterruptedException {
    Removal.Wish wish =
        new Removal.Wish(call.path("repository"), call.path("reference"), allTags, referrers);
    Removal removal = asked(() -> inventory.remove(wish));
    return switch (removal) {
      case Removal.OfImages _, Removal.OfTag _ -> removal;
      case Removal.Absent() -> throw absent(call);
      case Removal.Refused refused -> throw needed(wish, refused);
    };
  }

  private static boolean all(Call call, String name) {
    String value = call.query(name).orElse("");
    if (!value.isEmpty() && !value.equals("all")) {
      throw new InvalidValueException(
          name + " is \"" + value + "\"; write " + name + "=all, or leave it out");
    }
    return !value.isEmpty();
  }

  private static ProblemException needed(Removal.Wish wish, Removal.Refused refused) {
    String name =
        wish.repository() + (wish.reference().contains(":") ? "@" : ":") + wish.reference();
    List<Problem> problems =
        refused.reasons().stream()
            .map(reason ->
                new Problem(
                    reason.kind().name().toLowerCase(Locale.ROOT),
                    0,
                    0,
                    reason.words(),
                    reason.hint()))
            .toList();
    Removal.Reason first = refused.reasons().getFirst();
    String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more reasons)";
    return new ProblemException(
        new ProblemDetails(
            "urn:slipway:problem:image-needed",
            "Image cannot be removed",
            409,
            "%s stays: %s%s; %s".formatted(name, first.words(), more, first.hint()),
            problems));
  }

  private static ProblemException absent(Call call) {
    String reference = call.path("reference");
    return ProblemException.notFound(
        "image", call.path("repository") + (reference.contains(":") ? "@" : ":") + reference);
  }

  /** The repositories whose name has the text of the query in it. */
  public Page<Summary> summaries(RegistryContent content, Call call) {
    // Nothing here tells what runs, so that no target is asked.
    ImageSight sight = new ImageSight(content, Uses.NONE, ImageOrigins.of(builds));
    String wanted = wanted(call);
    List<RepositoryContent> all =
        content.repositories().stream().filter(one -> one.name().contains(wanted)).toList();
    Page<RepositoryContent> page = page(all, RepositoryContent::name, call.page());
    return new Page<>(page.items().stream().map(sight::summary).toList(), page.next());
  }

  /** The images of a repository whose tag, digest, commit or service has the text in it. */
  public Page<Image> images(Call call) throws InterruptedException {
    RegistryContent content = content();
    RepositoryContent repository = find(content, call);
    String wanted = wanted(call);
    return page(
        sight(content).images(repository).stream().filter(one -> fits(one, wanted)).toList(),
        ImagesApi::key,
        call.page());
  }

  private static boolean fits(Image image, String wanted) {
    return wanted.isEmpty()
        || image.tag().toLowerCase(Locale.ROOT).contains(wanted)
        || image.digest().contains(wanted)
        || (image.build() != null
            && image.build().request().commit().sha().hex().startsWith(wanted))
        || image.uses().stream().anyMatch(use -> use.service().value().contains(wanted));
  }

  /** Everything about the image that the path names by tag or digest. */
  public ImageDetail detail(Call call) throws InterruptedException {
    RegistryContent content = content();
    RepositoryContent repository = find(content, call);
    String reference = call.path("reference");
    String digest = repository.digestOf(reference).orElseThrow(() -> absent(call));
    ImageSight sight = sight(content);
    Removal.Wish wish = new Removal.Wish(repository.name(), digest, true, true);
    Image image =
        sight.image(repository, repository.tags().containsKey(reference) ? reference : "", digest);
    List<ImageDetail.Part> parts =
        Optional.ofNullable(image.manifest()).stream()
            .flatMap(manifest -> manifest.parts().stream())
            .map(part ->
                new ImageDetail.Part(
                    part.digest(), part.platform(), sight.image(repository, "", part.digest())))
            .toList();
    return new ImageDetail(
        repository,
        content.registry() + "/" + repository.name() + "@" + digest,
        image,
        parts,
        asked(() -> inventory.plan(wish)));
  }

  public RegistryContent content() throws InterruptedException {
    return asked(inventory::all);
  }

  private ImageSight sight(RegistryContent content) {
    return new ImageSight(content, uses.read(), ImageOrigins.of(builds));
  }

  private static RepositoryContent find(RegistryContent content, Call call) {
    String name = call.path("repository");
    return content
        .repository(name)
        .orElseThrow(() -> ProblemException.notFound("repository of images", name));
  }

  /** The text of the query, in lower case. */
  public static String wanted(Call call) {
    return call.query("q").orElse("").strip().toLowerCase(Locale.ROOT);
  }

  private static String key(Image image) {
    return image.tag().isEmpty() ? image.digest() : image.tag();
  }

  private static <T> Page<T> page(List<T> all, Function<T, String> key, Page.Request wanted) {
    String before = wanted.before();
    List<String> keys = all.stream().map(key).toList();
    int from = before == null ? 0 : keys.indexOf(before) + 1;
    if (before != null && from == 0) {
      throw new InvalidValueException(
          "before is \"" + before + "\", which is not in the list any more; begin without it");
    }
    int to = Math.min(all.size(), from + wanted.limit());
    @Nullable String next = to < all.size() ? keys.get(to - 1) : null;
    return new Page<>(all.subList(from, to), next);
  }

  private interface Question<T> {
    T put() throws RegistryException, InterruptedException;
  }

  private static <T> T asked(Question<T> question) throws InterruptedException {
    try {
      return question.put();
    } catch (RegistryException e) {
      throw ProblemException.problem(
          503,
          "registry-away",
          "Not available now",
          e.hint().isEmpty() ? String.valueOf(e.getMessage()) : e.getMessage() + "; " + e.hint());
    }
  }
}
