package dev.slipway.core.registry;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a repository of the registry holds, in one moment. A registry does not list manifests to
 * which no tag leads: of those, what indexes name, what refers to others, and what builds and
 * releases remember is here. Never changes.
 */
public final class RepositoryContent {
  /** Tags that stand for an image's referrers, by the specification and by cosign. */
  private static final Pattern STAND_IN =
      Pattern.compile("(sha256|sha512)-([0-9a-f]{64,128})(\\.(?:sig|att|sbom))?");

  private final String name;
  private final SortedMap<String, String> tags;
  private final SortedMap<String, StoredManifest> manifests;
  private final SortedMap<String, String> problems;
  private final Map<String, List<String>> tagsByDigest = new HashMap<>();
  private final Map<String, List<String>> indexesByPart = new HashMap<>();
  private final Map<String, List<StoredManifest>> bySubject = new HashMap<>();

  /**
   * What was read.
   *
   * @param name within the registry, such as {@code acme/shop}
   * @param tags to what digest each leads, also where that could not be read
   * @param manifests by their digests
   * @param problems what could not be read and why, by tag or digest; empty text for the repository
   *     as a whole
   */
  public RepositoryContent(
      String name,
      Map<String, String> tags,
      Map<String, StoredManifest> manifests,
      Map<String, String> problems) {
    this.name = name;
    this.tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    this.manifests = Collections.unmodifiableSortedMap(new TreeMap<>(manifests));
    this.problems = Collections.unmodifiableSortedMap(new TreeMap<>(problems));
    this.tags.forEach((tag, digest) -> add(tagsByDigest, digest, tag));
    for (StoredManifest manifest : this.manifests.values()) {
      subjectOf(manifest.digest())
          .filter(_ -> !isReferrerList(manifest.digest()))
          .ifPresent(subject -> add(bySubject, subject, manifest));
      if (!isReferrerList(manifest.digest())) {
        manifest.parts().forEach(part -> add(indexesByPart, part.digest(), manifest.digest()));
      }
    }
  }

  private static <T> void add(Map<String, List<T>> lists, String key, T value) {
    lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
  }

  public String name() {
    return name;
  }

  /** All of them, in the order of their names. */
  public SortedMap<String, String> tags() {
    return tags;
  }

  /** By their digests. */
  public SortedMap<String, StoredManifest> manifests() {
    return manifests;
  }

  /** What could not be read and why, by tag or digest; empty text for the repository as a whole. */
  public SortedMap<String, String> problems() {
    return problems;
  }

  /** Whether all of it could be read: otherwise something unread may need what is here. */
  public boolean complete() {
    return problems.isEmpty();
  }

  /** The image that a tag or a digest names; empty where there is none. */
  public Optional<String> digestOf(String reference) {
    return Optional.ofNullable(tags.get(reference))
        .or(() ->
            Optional.of(reference)
                .filter(it -> manifests.containsKey(it) || tagsByDigest.containsKey(it)));
  }

  /** The tags that people gave, in the order of their names. */
  public List<String> ordinaryTags() {
    return tags.keySet().stream().filter(tag -> !standsIn(tag)).toList();
  }

  /** Whether a tag lists what refers to an image, or stands for one of those. */
  public static boolean standsIn(String tag) {
    return STAND_IN.matcher(tag).matches();
  }

  /** Whether it is the list of what refers to an image, on registries that keep none themselves. */
  public boolean isReferrerList(String digest) {
    List<String> leading = tagsOf(digest);
    return !leading.isEmpty()
        && leading.stream().allMatch(tag -> standsIn(tag) && tag.indexOf('.') < 0);
  }

  /** All tags that lead to a digest. */
  public List<String> tagsOf(String digest) {
    return List.copyOf(tagsByDigest.getOrDefault(digest, List.of()));
  }

  /** The indexes that name it, but for mere lists of referrers. */
  public List<String> indexesOf(String digest) {
    return List.copyOf(indexesByPart.getOrDefault(digest, List.of()));
  }

  /** To what it refers, by itself or by its tag; empty for most. */
  public Optional<String> subjectOf(String digest) {
    StoredManifest manifest = manifests.get(digest);
    String own = manifest == null ? null : manifest.subject();
    if (own != null) {
      return Optional.of(own);
    }
    return tagsOf(digest).stream()
        .map(STAND_IN::matcher)
        .filter(Matcher::matches)
        .map(tag -> tag.group(1) + ":" + tag.group(2))
        .findFirst();
  }

  /** What refers to it: signatures, SBOMs and the like, without the lists of them. */
  public List<StoredManifest> referrersOf(String digest) {
    return List.copyOf(bySubject.getOrDefault(digest, List.of()));
  }

  /** The image itself and all that it consists of, as far as that is here, indexes first. */
  public Set<String> withParts(String digest) {
    Set<String> all = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(digest));
    while (!open.isEmpty()) {
      String next = open.removeFirst();
      StoredManifest manifest = manifests.get(next);
      if (manifest != null && all.add(next)) {
        manifest.parts().forEach(part -> open.addLast(part.digest()));
      }
    }
    return all;
  }

  /** The blobs of these manifests, each once, with their sizes. */
  public Map<String, Long> blobsOf(Collection<String> digests) {
    return digests.stream()
        .flatMap(digest -> Stream.ofNullable(manifests.get(digest)))
        .flatMap(manifest -> manifest.blobs().stream())
        .collect(
            Collectors.toMap(
                StoredManifest.Blob::digest, StoredManifest.Blob::size, (one, _) -> one));
  }

  /**
   * What people mean by the images of a repository: what tags lead to, and what stands alone, but
   * nothing that only refers to another or is part of one.
   */
  public Set<String> images() {
    return manifests.keySet().stream()
        .filter(digest ->
            tagsOf(digest).stream().anyMatch(tag -> !standsIn(tag))
                || (indexesOf(digest).isEmpty() && subjectOf(digest).isEmpty()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** When it was made, by its own word or by that of its newest part; empty where none says. */
  public Optional<Instant> created(String digest) {
    StoredManifest manifest = manifests.get(digest);
    Instant own = manifest == null ? null : manifest.facts().created();
    return own != null
        ? Optional.of(own)
        : withParts(digest).stream()
            .map(part -> Objects.requireNonNull(manifests.get(part)).facts().created())
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder());
  }
}
