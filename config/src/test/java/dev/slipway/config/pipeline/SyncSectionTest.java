package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Glob;
import dev.slipway.core.pipeline.SyncSpec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncSectionTest {
  @Test
  void everyKeyOfACopyIsUnderstood() {
    assertThat(
            Read.valid(
                    """
                    build: [{ name: web }, { name: api, context: api }]
                    sync:
                      - to: ghcr.io/acme/shop
                        build: web
                        tags: ["v*", latest]
                        platforms: linux/amd64
                        referrers: false
                        immutable: "v*"
                      - { to: "registry:5000/shop/api", build: api }
                    """)
                .syncs())
        .containsExactly(
            new SyncSpec(
                "ghcr.io/acme/shop",
                "web",
                List.of(new Glob("v*"), new Glob("latest")),
                Set.of("linux/amd64"),
                false,
                List.of(new Glob("v*"))),
            new SyncSpec("registry:5000/shop/api", "api", List.of(), Set.of(), true, List.of()));
  }

  @Test
  void theOneImageNeedsNoName() {
    SyncSpec spec = Read.valid("sync: { to: localhost:5000/shop }").syncs().getFirst();

    assertThat(spec.build()).isEqualTo("shop");
    assertThat(spec.select(List.of("abc", "v1"))).containsExactly("abc", "v1");
  }

  @Test
  void onlyTagsThatMatchAreMeant() {
    SyncSpec spec = Read.valid("sync: { to: ghcr.io/acme/shop, tags: \"v*\" }").syncs().getFirst();

    assertThat(spec.select(List.of("abc", "v1", "latest"))).containsExactly("v1");
  }

  @Test
  void oneOfSeveralImagesHasToBeNamed() {
    assertThat(
            Read.problems(
                "build: [{ name: web }, { name: api }]\nsync: [{ to: ghcr.io/acme/shop }]"))
        .anySatisfy(problem -> {
          assertThat(problem.path()).isEqualTo("sync[0].build");
          assertThat(problem.line()).isEqualTo(2);
          assertThat(problem.message()).isEqualTo("which image to copy is not said");
          assertThat(problem.hint()).isEqualTo("one of [web, api]");
        });
  }
}
