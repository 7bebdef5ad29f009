package dev.slipway.builder.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.builder.dockerfile.ImageNames.ImageName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageNamesTest {
  private static final String COPY = "own.example.com/node@sha256:ab";

  @Test
  void imagesAreFoundAndStagesAreNot() throws Exception {
    assertThat(
            names(
                "ARG TAG=22",
                "FROM --platform=$BUILDPLATFORM node:${TAG} AS build",
                "RUN true",
                "FROM build AS more",
                "FROM scratch",
                "COPY --from=build /a /a",
                "COPY --from=0 /a /a",
                "COPY --from=busybox:1 /bin/sh /sh",
                "COPY --from=$X /b /b",
                "FROM nginx"))
        .containsExactly(
            new ImageName(2, "FROM", "node:${TAG}", "node:22"),
            new ImageName(8, "COPY --from=", "busybox:1", "busybox:1"),
            new ImageName(10, "FROM", "nginx", "nginx"));
  }

  @Test
  void stagesAfterTheTargetAreLeftAlone() throws Exception {
    Dockerfile file = Dockerfile.parse(bytes("FROM node AS one", "FROM nginx AS two"));
    Scope scope = Scope.global(file, Map.of(), "linux/amd64");

    assertThat(ImageNames.upTo(file.target("one").orElseThrow(), file, scope))
        .extracting(ImageName::image)
        .containsExactly("node");
  }

  @Test
  void nothingButTheNameChanges() throws Exception {
    assertReplaced(
        "# syntax=docker/dockerfile:1\r\n\r\n"
            + "from   --platform=linux/amd64\tnode:22 as node\r\nRUN x",
        "# syntax=docker/dockerfile:1\r\n\r\nfrom   --platform=linux/amd64\t"
            + COPY
            + " as node\r\nRUN x");
    assertReplaced(
        "FROM \\\n# why\n\n  node:22 \\\n  AS x\n",
        "FROM \\\n# why\n\n  " + COPY + " \\\n  AS x\n");
    assertReplaced("FROM node:22\\\n AS x\n", "FROM " + COPY + "\\\n AS x\n");
    assertReplaced("ARG T=22\nFROM node:${T}", "ARG T=22\nFROM " + COPY);
    assertReplaced("\uFEFFFROM node:22\nLABEL a=\u00e4", "\uFEFFFROM " + COPY + "\nLABEL a=\u00e4");
  }

  @Test
  void aFlagIsReplacedInItsOwnLine() throws Exception {
    byte[] before =
        bytes(
            "FROM scratch",
            "LABEL x=\"--from=node:22 \"",
            "COPY --chown=1:1 --from=node:22 /a /a",
            "COPY --from=node:22 /b /b");
    List<ImageName> names = names(before);

    byte[] after = ImageNames.replaced(before, names.get(1), COPY).orElseThrow();

    assertThat(new String(after, UTF_8))
        .isEqualTo(
            new String(before, UTF_8).replace("--from=node:22 /b", "--from=" + COPY + " /b"));
  }

  @Test
  void aNameThatIsNotThereInOnePieceIsLeftAlone() throws Exception {
    byte[] split = bytes("FROM no\\", "de:22", "COPY node:22 /x");
    assertThat(ImageNames.replaced(split, names(split).getFirst(), COPY)).isEmpty();
    byte[] quoted = bytes("FROM scratch", "COPY --from=\"node:22\" /a /a");
    assertThat(ImageNames.replaced(quoted, names(quoted).getFirst(), COPY)).isEmpty();
  }

  private static void assertReplaced(String before, String after) throws Exception {
    byte[] bytes = before.getBytes(UTF_8);
    assertThat(
            ImageNames.replaced(bytes, names(bytes).getFirst(), COPY)
                .map(replaced -> new String(replaced, UTF_8)))
        .contains(after);
  }

  private static List<ImageName> names(String... lines) throws Exception {
    return names(bytes(lines));
  }

  private static List<ImageName> names(byte[] dockerfile) throws Exception {
    Dockerfile file = Dockerfile.parse(dockerfile);
    return ImageNames.upTo(
        file.target(null).orElseThrow(), file, Scope.global(file, Map.of(), "linux/amd64"));
  }

  private static byte[] bytes(String... lines) {
    return String.join("\n", lines).getBytes(UTF_8);
  }
}
