package dev.slipway.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.NeededReleases.Why;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.registry.Removal.Kind;
import dev.slipway.core.registry.Removal.Wish;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemovalPlanTest {
  private static final ServiceId SHOP = ServiceId.of("shop", "production");
  private static final String IMAGE = digest('a');
  private static final String PART = digest('b');
  private static final String INDEX = digest('c');
  private static final String SBOM = digest('d');

  private final Map<String, String> tags = new TreeMap<>();
  private final Map<String, StoredManifest> manifests = new TreeMap<>();
  private final Map<String, String> problems = new TreeMap<>();
  private Uses uses = Uses.NONE;

  @Test
  void whatNobodyKnowsIsAbsent() {
    assertThat(plan("1", true, true)).isEqualTo(new Removal.Absent());
  }

  @Test
  void theLastTagGoesWithItsImage() {
    image(IMAGE, null);
    tags.put("1", IMAGE);

    assertThat(plan("1", false, false))
        .isEqualTo(new Removal.OfImages(List.of(IMAGE), List.of("1")));
  }

  @Test
  void oneTagOfSeveralGoesAlone() {
    image(IMAGE, null);
    tags.put("1", IMAGE);
    tags.put("2", IMAGE);

    assertThat(plan("1", false, false)).isEqualTo(new Removal.OfTag("1", IMAGE, List.of("2")));
    assertThat(kinds(plan(IMAGE, false, false))).containsExactly(Kind.TAG, Kind.TAG);
  }

  @Test
  void aPartThatAnotherIndexHasTooStays() {
    image(PART, null);
    index(INDEX, PART);
    String other = digest('e');
    index(other, PART);
    tags.put("1", INDEX);
    tags.put("2", other);

    assertThat(plan("1", false, false))
        .isEqualTo(new Removal.OfImages(List.of(INDEX), List.of("1")));
  }

  @Test
  void anIndexGoesBeforeItsPartsAndWhatRefersToThemBeforeBoth() {
    image(PART, null);
    index(INDEX, PART);
    image(SBOM, PART);
    tags.put("1", INDEX);

    assertThat(kinds(plan("1", true, false))).containsExactly(Kind.REFERRER);
    assertThat(plan("1", true, true))
        .isEqualTo(new Removal.OfImages(List.of(SBOM, INDEX, PART), List.of("1")));
  }

  @Test
  void aReleaseOfAPartKeepsTheIndex() {
    image(PART, null);
    index(INDEX, PART);
    needs(PART);

    assertThat(kinds(plan(INDEX, true, true))).containsExactly(Kind.RELEASE);
  }

  @Test
  void theSignatureOfWhatRunsStays() {
    image(IMAGE, null);
    image(SBOM, IMAGE);
    needs(IMAGE);

    assertThat(kinds(plan(SBOM, true, true))).containsExactly(Kind.SUBJECT);
  }

  @Test
  void whatCannotBeReadKeepsTheRestButNotItself() {
    image(IMAGE, null);
    tags.put("bad", digest('f'));
    problems.put("bad", "it is no JSON");

    assertThat(kinds(plan(IMAGE, true, true))).containsExactly(Kind.UNKNOWN);
    assertThat(plan("bad", false, false))
        .isEqualTo(new Removal.OfImages(List.of(digest('f')), List.of("bad")));
  }

  private Removal plan(String reference, boolean allTags, boolean referrers) {
    return RemovalPlan.of(
        new RepositoryContent("acme/shop", tags, manifests, problems),
        uses,
        new Wish("acme/shop", reference, allTags, referrers));
  }

  private static List<Kind> kinds(Removal removal) {
    return removal instanceof Removal.Refused refused
        ? refused.reasons().stream().map(Removal.Reason::kind).toList()
        : List.of();
  }

  private void needs(String digest) {
    uses =
        new Uses(
            Map.of(digest, List.of(new ImageUse.ByRelease(SHOP, 42, Why.LIVE))),
            Map.of(),
            List.of());
  }

  private void image(String digest, @Nullable String subject) {
    put(digest, false, subject);
  }

  private void index(String digest, String... parts) {
    put(digest, true, null, parts);
  }

  private void put(String digest, boolean index, @Nullable String subject, String... parts) {
    manifests.put(
        digest,
        new StoredManifest(
            digest,
            "",
            subject == null ? "" : "application/vnd.cyclonedx+json",
            index,
            100,
            Arrays.stream(parts).map(part -> new StoredManifest.Part(part, "", 100)).toList(),
            subject,
            null,
            List.of(),
            StoredManifest.Facts.NONE));
  }

  private static String digest(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }
}
