package dev.slipway.core.registry;

import dev.slipway.core.registry.Removal.Kind;
import dev.slipway.core.registry.Removal.Reason;
import dev.slipway.core.registry.Removal.Wish;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides whether something may be removed by hand. A pure function: nothing is removed here, and
 * the same content and uses give the same answer. An image with parts goes with those that nothing
 * else has.
 */
public final class RemovalPlan {
  private final RepositoryContent content;
  private final Uses uses;
  private final Wish wish;
  private final String digest;
  private final Set<String> going = new LinkedHashSet<>();
  private final List<Reason> reasons = new ArrayList<>();

  private RemovalPlan(RepositoryContent content, Uses uses, Wish wish, String digest) {
    this.content = content;
    this.uses = uses;
    this.wish = wish;
    this.digest = digest;
  }

  /** Decides. */
  public static Removal of(RepositoryContent content, Uses uses, Wish wish) {
    String digest = content.digestOf(wish.reference()).orElse(null);
    if (digest == null) {
      String problem = content.problems().get(wish.reference());
      return problem == null
          ? new Removal.Absent()
          : new Removal.Refused(List.of(unread(wish.reference(), problem)));
    }
    List<String> others =
        content.tagsOf(digest).stream().filter(tag -> !tag.equals(wish.reference())).toList();
    if (content.tags().containsKey(wish.reference()) && !others.isEmpty() && !wish.allTags()) {
      return new Removal.OfTag(wish.reference(), digest, others);
    }
    return new RemovalPlan(content, uses, wish, digest).ofImages(others);
  }

  private Removal ofImages(List<String> others) {
    collect();
    going.forEach(this::addUses);
    addIndexes();
    addReferrers();
    addSubject();
    if (!wish.allTags()) {
      others.forEach(this::addTag);
    }
    content.problems().forEach(this::addUnread);
    uses.unknown().forEach(this::addUnknown);
    if (!reasons.isEmpty()) {
      return new Removal.Refused(reasons);
    }
    Set<String> tags = new TreeSet<>();
    going.forEach(each -> tags.addAll(content.tagsOf(each)));
    return new Removal.OfImages(
        going.stream().sorted(Comparator.comparingInt(this::rank)).toList(), List.copyOf(tags));
  }

  private void addTag(String tag) {
    reasons.add(
        new Reason(
            Kind.TAG,
            tag,
            "tag " + tag + " leads to it",
            "remove it with all its tags (tags=all)"));
  }

  private void addUnknown(String words) {
    reasons.add(new Reason(Kind.UNKNOWN, "", words, "see to that first, then try again"));
  }

  /** What cannot be read may have anything as a part, but something broken is no loss. */
  private void addUnread(String where, String why) {
    if (!where.isEmpty() && !content.manifests().containsKey(digest)) {
      return;
    }
    reasons.add(unread(where, why));
  }

  private static Reason unread(String where, String why) {
    return new Reason(Kind.UNKNOWN, where, why, "it may need the image; see to that first");
  }

  /** The image, its parts that nothing else has, and what refers to any of them. */
  private void collect() {
    going.add(digest);
    for (String part : content.withParts(digest)) {
      boolean elsewhere =
          !content.tagsOf(part).isEmpty() || !going.containsAll(content.indexesOf(part));
      if (!elsewhere) {
        going.add(part);
      }
    }
    if (wish.referrers()) {
      List<String> open = new ArrayList<>(going);
      while (!open.isEmpty()) {
        String subject = open.removeFirst();
        for (String referrer : content.manifests().keySet()) {
          if (content.subjectOf(referrer).filter(subject::equals).isPresent()
              && going.add(referrer)) {
            open.addLast(referrer);
          }
        }
      }
    }
  }

  private void addUses(String each) {
    String what = each.equals(digest) ? "it" : each + ", which would go with it";
    for (ImageUse use : uses.of(each)) {
      reasons.add(
          switch (use) {
            case ImageUse.ByRelease release ->
                new Reason(
                    Kind.RELEASE,
                    "v" + release.release(),
                    release.words() + ", needs " + what,
                    "deploy other releases until it is neither live nor kept");
            case ImageUse.ByContainer container ->
                new Reason(
                    Kind.CONTAINER,
                    container.id(),
                    container.words() + " needs " + what,
                    "deploy another release, and clean the target up");
          });
    }
  }

  private void addIndexes() {
    for (String index : content.indexesOf(digest)) {
      reasons.add(
          new Reason(
              Kind.INDEX,
              index,
              "index " + index + tagged(index) + " has it as a part",
              "remove the index"));
    }
  }

  private void addReferrers() {
    for (String each : going) {
      for (StoredManifest referrer : content.referrersOf(each)) {
        if (!going.contains(referrer.digest())) {
          reasons.add(
              new Reason(
                  Kind.REFERRER,
                  referrer.digest(),
                  "%s %s refers to it".formatted(kindOf(referrer), referrer.digest()),
                  "remove it with what refers to it (referrers=all)"));
        }
      }
    }
  }

  /** A signature of something that runs is needed like what it signs. */
  private void addSubject() {
    String subject = content.subjectOf(digest).orElse(null);
    if (subject == null || going.contains(subject)) {
      return;
    }
    for (ImageUse use : uses.of(subject)) {
      reasons.add(
          new Reason(
              Kind.SUBJECT,
              subject,
              "it refers to " + subject + ", and that is needed by " + use.words(),
              "leave it as long as that image is needed"));
    }
    boolean listed =
        content.manifests().values().stream()
            .filter(list -> content.isReferrerList(list.digest()))
            .anyMatch(list -> list.parts().stream().anyMatch(it -> it.digest().equals(digest)));
    if (listed) {
      reasons.add(
          new Reason(
              Kind.INDEX,
              subject,
              "the list of what refers to " + subject + " names it",
              "remove that image with what refers to it"));
    }
  }

  private String tagged(String index) {
    List<String> tags = content.tagsOf(index);
    return tags.isEmpty() ? "" : " (tag " + String.join(", ", tags) + ")";
  }

  private static String kindOf(StoredManifest referrer) {
    return referrer.artifact() ? referrer.artifactType() : "manifest";
  }

  /** What refers to others goes first, then indexes, then their parts. */
  private int rank(String each) {
    StoredManifest manifest = content.manifests().get(each);
    int rank = content.subjectOf(each).isPresent() ? 0 : 2;
    return manifest != null && manifest.index() ? rank : rank + 1;
  }
}
