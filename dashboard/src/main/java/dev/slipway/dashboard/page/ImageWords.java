package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.registry.ImageUse;
import dev.slipway.core.registry.Removal;
import dev.slipway.core.registry.StoredManifest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How images and what has to do with them are written for people. */
public final class ImageWords {
  /** What an artifact's type has in it, and what people call it then. */
  private static final Map<String, String> ARTIFACTS = new LinkedHashMap<>();

  static {
    ARTIFACTS.put("cyclonedx", "SBOM");
    ARTIFACTS.put("spdx", "SBOM");
    ARTIFACTS.put("sbom", "SBOM");
    ARTIFACTS.put("simplesigning", "signature");
    ARTIFACTS.put("signature", "signature");
    ARTIFACTS.put("sigstore", "signature");
    ARTIFACTS.put("notary", "signature");
    ARTIFACTS.put("in-toto", "attestation");
    ARTIFACTS.put("slsa", "attestation");
    ARTIFACTS.put("dsse", "attestation");
  }

  private ImageWords() {}

  /** Where a repository's page is. */
  public static String path(String repository) {
    return "/images/" + URLEncoder.encode(repository, StandardCharsets.UTF_8);
  }

  /** Where an image's page is. */
  public static String path(String repository, String reference) {
    return path(repository) + "/" + reference;
  }

  /** What an artifact is, in a word where there is one for its type. */
  public static String artifact(StoredManifest manifest) {
    String type = manifest.artifactType();
    return ARTIFACTS.entrySet().stream()
        .filter(known -> type.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(type.isEmpty() ? "image" : type);
  }

  /** The same of several, each word once. */
  public static List<String> artifacts(List<StoredManifest> manifests) {
    return manifests.stream().map(ImageWords::artifact).distinct().sorted().toList();
  }

  /**
   * Where an image runs, or is kept for.
   *
   * @param words such as {@code live as v42}
   * @param runs whether it runs there now
   */
  public record Where(ServiceId service, String words, boolean runs) {}

  /** One for each service. */
  public static List<Where> where(List<ImageUse> uses) {
    Map<ServiceId, List<ImageUse>> byService = new LinkedHashMap<>();
    uses.forEach(use -> byService.computeIfAbsent(use.service(), _ -> new ArrayList<>()).add(use));
    return byService.entrySet().stream()
        .map(entry -> where(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Where where(ServiceId service, List<ImageUse> uses) {
    List<String> releases =
        uses.stream()
            .filter(ImageUse.ByRelease.class::isInstance)
            .map(ImageUse.ByRelease.class::cast)
            .sorted(Comparator.comparing(ImageUse.ByRelease::why))
            .map(release ->
                switch (release.why()) {
                  case ON_ITS_WAY -> "on its way as v" + release.release();
                  case LIVE -> "live as v" + release.release();
                  case KEPT_FOR_GOING_BACK -> "kept as v" + release.release();
                })
            .limit(2)
            .toList();
    long containers =
        uses.stream()
            .filter(use -> use instanceof ImageUse.ByContainer container && container.running())
            .count();
    List<String> words = new ArrayList<>(releases);
    if (containers > 0) {
      words.add(Show.number(containers, "container"));
    }
    return new Where(
        service,
        words.isEmpty() ? "a stopped container" : String.join(", ", words),
        containers > 0);
  }

  /** What goes, in one sentence. */
  public static String going(Removal.OfImages removal) {
    int more = removal.digests().size() - 1;
    String tags =
        removal.tags().isEmpty()
            ? "It has no tag"
            : (removal.tags().size() == 1 ? "Its tag " : "The tags ")
                + String.join(", ", removal.tags())
                + (removal.tags().size() == 1 ? " goes" : " go")
                + " with it";
    return tags
        + (more == 0
            ? ""
            : ", and so "
                + (more == 1
                    ? "does 1 part or reference"
                    : "do " + more + " parts and references"));
  }
}
