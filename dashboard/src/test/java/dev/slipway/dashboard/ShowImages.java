package dev.slipway.dashboard;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.BuiltImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A registry with the images of the stage's builds, and some from elsewhere. */
final class ShowImages {
  private static final List<Long> BASE = List.of(28_204_111L, 3_306_220L, 1_712L);

  private final Stage stage;

  ShowImages(Stage stage) {
    this.stage = stage;
  }

  void fill() {
    var filter = new Builds.Filter(null, null, BuildState.Status.SUCCEEDED);
    for (Build build : stage.builds().list(filter, new Page.Request(50, null)).items()) {
      if (build.state() instanceof BuildState.Succeeded done) {
        done.images().forEach(image -> put(build, image));
      }
    }
    fromElsewhere();
  }

  private void put(Build build, BuiltImage image) {
    String name = image.image().repository();
    String repository = name.substring(name.indexOf('/') + 1);
    String digest = image.image().digest();
    stage.images.put(repository, digest, Instant.EPOCH, plus(BASE, 7_400_000L + build.number()));
    stage.images.tag(repository, build.request().commit().sha().abbreviated(), digest);
    if (build.number() % 2 == 1) {
      stage.images.referrer(repository, digest, "application/vnd.cyclonedx+json");
      stage.images.referrer(repository, digest, "application/vnd.dev.sigstore.bundle.v0.3+json");
    }
  }

  private void fromElsewhere() {
    String shop = "acme/shop";
    String amd = stage.images.put(shop, stage.images.digest(), at(400), plus(BASE, 9_100_431L));
    String arm =
        stage.images.put(
            shop, stage.images.digest(), at(400), List.of(26_100_000L, 3_100_000L, 8_911_020L));
    Map<String, String> parts = new TreeMap<>(Map.of("linux/amd64", amd, "linux/arm64", arm));
    String index = stage.images.index(shop, stage.images.digest(), parts);
    stage.images.tag(shop, "1.4.0", index);
    stage.images.tag(shop, "stable", index);
    stage.images.referrer(shop, index, "application/vnd.cyclonedx+json");
    stage.images.tag(shop, "from-the-old-builder", stage.images.digest());
    stage.images.spoil(
        shop,
        "from-the-old-builder",
        "the manifest of 127.0.0.1:5000/acme/shop:from-the-old-builder cannot be read: it has"
            + " Docker's first form, which names nothing by digest; build and push the image"
            + " again");
    String node = stage.images.put("base/node", stage.images.digest(), at(900), BASE);
    stage.images.tag("base/node", "24-slim", node);
  }

  private static List<Long> plus(List<Long> layers, long more) {
    return Stream.concat(layers.stream(), Stream.of(more)).toList();
  }

  private Instant at(int hours) {
    return stage.clock.instant().minus(Duration.ofHours(hours));
  }
}
