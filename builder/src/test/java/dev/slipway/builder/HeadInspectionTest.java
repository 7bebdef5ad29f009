package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Inspection.DockerfileFound;
import dev.slipway.core.build.Inspection.Found;
import dev.slipway.core.build.Inspection.Tree;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeadInspectionTest {
  private static final GitRef MAIN = GitRef.ofBranch("main");

  private final Fixture fixture = new Fixture();
  private final HeadInspection inspection =
      new HeadInspection(
          _ -> Map.of(MAIN, Fixture.COMMIT, GitRef.ofBranch("dev"), Fixture.COMMIT),
          fixture,
          (_, _, path, _) -> Optional.of(path.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

  @Test
  void dockerfilesAreFoundWithTheirPortsAndTheOneAtTheRootIsFirst() throws Exception {
    fixture.files.putAll(
        Map.of(
            "Dockerfile",
            """
            ARG BASE=node
            FROM $BASE AS base
            ENV PORT=3000
            EXPOSE $PORT 9229/tcp 5353/udp
            FROM base
            EXPOSE 8443
            HEALTHCHECK CMD wget -q -O- localhost:3000/up
            """,
            "api/Dockerfile",
            "FROM scratch\nHEALTHCHECK NONE\n",
            "Dockerfile.worker",
            "EXPOSE 80",
            "Dockerfile.dockerignore",
            "node_modules",
            "docs/about-Dockerfiles.md",
            "no"));

    assertThat(tree().dockerfiles())
        .containsExactly(
            new DockerfileFound("Dockerfile", List.of(3000, 9229, 8443), true, ""),
            new DockerfileFound(
                "Dockerfile.worker", List.of(), false, "line 1: no build stage in current context"),
            new DockerfileFound("api/Dockerfile", List.of(), false, ""));
    assertThat(tree().pipeline()).isNull();
    assertThat(tree().javaProject()).isEmpty();
  }

  @Test
  void aPipelineFileAndAJavaProjectAreFound() throws Exception {
    fixture.files.clear();
    fixture.files.put("pom.xml", "<project/>");
    fixture.files.put(".slipway.yml", "deploy: { port: 80 }");

    assertThat(tree().dockerfiles()).isEmpty();
    assertThat(tree().javaProject()).isEqualTo("pom.xml");
    assertThat(tree().pipeline()).isEqualTo("deploy: { port: 80 }");
    assertThat(tree().commit()).isEqualTo(Fixture.COMMIT);
  }

  @Test
  void aBranchThatIsNotThereLeavesTheOthersToChooseFrom() throws Exception {
    Found found = inspection.look(Fixture.repository(), GitRef.ofBranch("master"));

    assertThat(found.branches()).containsExactly("dev", "main");
    assertThat(found.tree()).isNull();
  }

  @Test
  void thePipelineFileOfACommitIsReadFromWhatIsHere() {
    assertThat(inspection.pipelineFile(Fixture.repository(), Fixture.COMMIT))
        .hasValue(".slipway.yml");
  }

  private Tree tree() throws IOException {
    return Objects.requireNonNull(inspection.look(Fixture.repository(), MAIN).tree());
  }
}
