package dev.slipway.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every memory of mirrored images does. */
public abstract class MirroredImagesContract {
  private static final SyncRuleId HUB = new SyncRuleId("hub");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  /** A memory that is empty. */
  protected abstract MirroredImages empty();

  @Test
  void anImageIsFoundAsItWasRememberedLast() {
    MirroredImages images = empty();
    images.remember(HUB, image("docker.io/library/node", "22", "sha256:aa"));
    images.remember(HUB, image("docker.io/library/node", "22", "sha256:bb"));

    assertThat(images.find(HUB, "docker.io/library/node", "22"))
        .contains(image("docker.io/library/node", "22", "sha256:bb"));
    assertThat(images.find(HUB, "docker.io/library/node", "20")).isEmpty();
    assertThat(images.find(new SyncRuleId("other"), "docker.io/library/node", "22")).isEmpty();
  }

  @Test
  void theImagesOfARuleAreListedByName() {
    MirroredImages images = empty();
    images.remember(HUB, image("docker.io/library/redis", "7", "sha256:aa"));
    images.remember(HUB, image("docker.io/library/node", "22", "sha256:aa"));

    assertThat(images.of(HUB))
        .extracting(MirroredImage::repository)
        .containsExactly("docker.io/library/node", "docker.io/library/redis");
    assertThat(images.of(new SyncRuleId("other"))).isEmpty();
  }

  @Test
  void whatNobodyAskedForLongestIsForgotten() {
    MirroredImages images = empty();
    for (int i = 0; i <= MirroredImages.MOST; i++) {
      images.remember(HUB, image("docker.io/library/node", "v" + i, "sha256:aa"));
    }

    assertThat(images.of(HUB)).hasSize(MirroredImages.MOST);
    assertThat(images.find(HUB, "docker.io/library/node", "v" + MirroredImages.MOST)).isPresent();
  }

  private static MirroredImage image(String repository, String tag, String digest) {
    return new MirroredImage(repository, tag, digest, digest, NOW);
  }
}
