package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A step that writes a great deal, on an engine without limits of its own. It writes in bursts,
 * since a 20.10 engine on a busy machine breaks down over more than 1 MiB at once; see {@link
 * ReadAhead}.
 */
@Timeout(120)
final class LongLogIT {
  private static final int LINES = 200_000;

  private final BuildFixture fixture = new BuildFixture();

  @TempDir private Path folder;

  @AfterEach
  void removeImages() {
    fixture.close();
  }

  @Test
  void every_line_is_kept_in_its_order() throws Exception {
    Checkout checkout =
        FolderCheckout.with(
            folder,
            "Dockerfile",
            "FROM busybox:latest",
            "RUN for i in $(seq 0 10000 190000); do"
                + " seq $((i + 1)) $((i + 10000)) | sed 's/$/ of a step that writes a great deal/';"
                + " sleep 0.1; done # "
                + fixture.salt);
    RecordedProgress progress = new RecordedProgress();

    new DockerfileBuild(
            fixture.engine,
            fixture.draft().order("one"),
            "127.0.0.1:9/" + fixture.repository,
            RegistryLogins.NONE,
            progress,
            new Cancellation())
        .run(checkout);

    List<String> expected =
        IntStream.rangeClosed(1, LINES)
            .mapToObj(line -> line + " of a step that writes a great deal")
            .toList();
    assertThat(progress.lines(progress.stepEnding(fixture.salt))).isEqualTo(expected);
  }
}
