package dev.slipway.registrysync.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Glob;
import dev.slipway.core.retention.RetentionRule.Keep;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.retention.Retention.Decision;
import dev.slipway.registrysync.retention.Snapshot.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Keep NOTHING = Keep.NOTHING;

  private final Map<String, Digest> tags = new HashMap<>();
  private final Map<Digest, Manifest> manifests = new HashMap<>();
  private final Map<Digest, String> inUse = new HashMap<>();

  @Test
  void whatNothingKeepsGoesAndItsOwnBytesAreGivenBack() {
    Digest old = image("old", 90, Map.of(digest("shared"), 100L, digest("own"), 7L));
    Digest young = image("young", 1, Map.of(digest("shared"), 100L));
    tags.put("v1", old);
    tags.put("v2", young);

    Decision decision = decide(new Keep(1, Duration.ZERO, Duration.ZERO, List.of()));

    assertThat(decision.removed()).containsExactly(old);
    assertThat(decision.kept()).containsEntry(young, "one of the newest 1");
    assertThat(decision.bytes()).isEqualTo(7);
  }

  @Test
  void whatIsInUseStaysWithItsPartsAndWhatRefersToIt() {
    Digest part = image("part", 90, Map.of());
    Digest index = put("index", 90, null, Set.of(part), null);
    Digest sbom = put("sbom", 90, null, Set.of(), part);
    Digest signature = put("signature", 90, null, Set.of(), sbom);
    Digest other = image("other", 90, Map.of());
    inUse.put(index, "release v7 of shop");

    Decision decision = decide(NOTHING);

    assertThat(decision.removed()).containsExactly(other);
    assertThat(decision.kept())
        .containsEntry(index, "release v7 of shop")
        .containsOnlyKeys(part, index, sbom, signature);
  }

  @Test
  void whatIsYoungOrDeployedLatelyOrHasAKeptTagStays() {
    Digest young = image("a", 6, Map.of());
    Digest deployed = put("b", 90, NOW.minus(Duration.ofDays(2)), Set.of(), null);
    Digest tagged = image("c", 90, Map.of());
    Digest gone = image("d", 90, Map.of());
    List.of(young, deployed, tagged, gone).forEach(one -> tags.put("t" + tags.size(), one));
    tags.put("release-1", tagged);

    Decision decision =
        decide(new Keep(0, Duration.ofDays(7), Duration.ofDays(3), List.of(new Glob("release-*"))));

    assertThat(decision.removed()).containsExactly(gone);
  }

  @Test
  void aPushThatIsUnderWayIsLeftAlone() {
    Digest untagged = put("untagged", 0, null, Set.of(), null);

    assertThat(decide(NOTHING).kept()).containsEntry(untagged, "too young");
  }

  @Test
  void whatRefersToSomethingGoesBeforeIt() {
    Digest image = image("image", 90, Map.of());
    Digest sbom = put("sbom", 90, null, Set.of(), image);
    Digest signature = put("signature", 90, null, Set.of(), sbom);

    assertThat(decide(NOTHING).removed()).containsExactly(signature, sbom, image);
  }

  @Test
  void nothingThatStaysEverNeedsSomethingThatGoes() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      tags.clear();
      manifests.clear();
      inUse.clear();
      List<Digest> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Digest part = i == 0 || random.nextBoolean() ? null : all.get(random.nextInt(i));
        Digest subject = i == 0 || random.nextInt(3) > 0 ? null : all.get(random.nextInt(i));
        Digest one =
            put(
                "m" + i,
                random.nextInt(100),
                null,
                part == null ? Set.of() : Set.of(part),
                subject);
        all.add(one);
        if (random.nextBoolean()) {
          tags.put("t" + i, one);
        }
        if (random.nextInt(5) == 0) {
          inUse.put(one, "a container runs it");
        }
      }
      Decision decision =
          decide(new Keep(random.nextInt(3), Duration.ofDays(9), Duration.ZERO, List.of()));

      assertThat(Collections.disjoint(decision.removed(), decision.kept().keySet())).isTrue();
      assertThat(decision.kept().keySet()).containsAll(inUse.keySet());
      assertThat(decision.removed().size() + decision.kept().size()).isEqualTo(12);
      decision
          .kept()
          .keySet()
          .forEach(kept ->
              assertThat(decision.kept().keySet())
                  .containsAll(Objects.requireNonNull(manifests.get(kept)).parts()));
      decision
          .removed()
          .forEach(gone -> {
            Digest subject = Objects.requireNonNull(manifests.get(gone)).subject();
            assertThat(subject == null || !decision.kept().containsKey(subject)).isTrue();
          });
    }
  }

  private Decision decide(Keep rule) {
    return Retention.decide(rule, new Snapshot(tags, manifests, inUse), NOW);
  }

  private Digest image(String name, int days, Map<Digest, Long> blobs) {
    Digest digest = digest(name);
    manifests.put(
        digest, new Manifest(NOW.minus(Duration.ofDays(days)), null, Set.of(), null, blobs));
    return digest;
  }

  private Digest put(
      String name,
      int days,
      @Nullable Instant deployed,
      Set<Digest> parts,
      @Nullable Digest subject) {
    Digest digest = digest(name);
    manifests.put(
        digest, new Manifest(NOW.minus(Duration.ofDays(days)), deployed, parts, subject, Map.of()));
    return digest;
  }

  private static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }
}
