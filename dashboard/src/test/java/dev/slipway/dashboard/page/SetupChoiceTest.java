package dev.slipway.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.config.pipeline.PipelineFile;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader.Context;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryName;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupChoiceTest {
  private static final Context CONTEXT =
      new Context(
          new RepositoryName("acme/shop"),
          GitRef.ofBranch("main"),
          new CommitSha("0123456789abcdef0123456789abcdef01234567"),
          1);

  @Test
  void whatWasDetectedNeedsNoFile() {
    assertThat(new SetupChoice("", false, "", "", "").pipeline()).isNull();
    assertThat(new SetupChoice("Dockerfile", true, "", "", "").pipeline()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/Dockerfile.prod",
        "true/Dockerfile",
        "2024/Dockerfile",
        "a b/Dockerfile",
        "null/x",
        "web/true",
        "it's \"a\"/Docker: file"
      })
  void whateverAFolderIsCalledTheFileSaysSo(String dockerfile) {
    SetupChoice chosen = new SetupChoice(dockerfile, false, "8080", "/up", "shop.example.com");
    assertThat(SetupChoice.of(read(chosen), "shop.localhost")).isEqualTo(chosen);
  }

  private static Pipeline read(SetupChoice choice) {
    byte[] file = String.valueOf(choice.pipeline()).getBytes(StandardCharsets.UTF_8);
    Reading reading = new PipelineFile().read(file, CONTEXT);
    assertThat(reading).as(String.valueOf(choice.pipeline())).isInstanceOf(Reading.Valid.class);
    return ((Reading.Valid) reading).pipeline();
  }
}
