package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do to the places where containers run, against a server that plays the contract. */
final class TargetVerbsIT {
  private static final String NODE =
      """
      {"id":"n1","name":"quay-1","address":"10.0.0.9","manager":true,"ready":true,\
      "availability":"drain","version":"20.10.24","cpus":4000,"memory":16000000000,\
      "containers":7}\
      """;
  private static final String ONE_CLUSTER =
      """
      {"items":[{"name":"docker","type":"docker","reachable":true,"services":2,"trouble":null},\
      {"name":"harbour","type":"swarm","reachable":false,"services":null,\
      "trouble":{"message":"it is away","hint":"start it"}}],"next":null}\
      """;

  @TempDir Path home;
  private final RestServer server = new RestServer();

  TargetVerbsIT() throws IOException {
    server.on("GET targets?limit=100", 200, ONE_CLUSTER);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void targetsAreListedWithTheirTrouble() {
    assertThat(signedIn().of("targets").out())
        .isEqualTo("docker\tdocker\tyes\t2\t\nharbour\tswarm\tno\t\tit is away\n");
  }

  @Test
  void cleaningUpShowsThePlanAndRemovesNothingUnlessToldTo() {
    server.on(
        "GET targets/docker/cleanup",
        200,
        """
        {"target":"docker","items":[{"kind":"image","id":"sha256:1","name":"shop:old",\
        "bytes":2500000,"why":"no release runs it"}],"bytes":2500000}\
        """);

    Run.Ended ended = signedIn().of("cleanup");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("image\tshop:old\t2500000\tno release runs it\n");
    assertThat(ended.err()).contains("At most 2.5 MB").contains("slipway cleanup docker --yes");
    assertThat(server.requests()).noneMatch(request -> request.method().equals("POST"));
  }

  @Test
  void cleaningUpTellsWhatWentAndExitsWithOneWhereSomethingStays() {
    server.on(
        "POST targets/harbour/cleanup",
        200,
        """
        {"target":"harbour","removed":[{"kind":"container","id":"c","name":"shop-1","bytes":0,\
        "why":"over"}],"left":[{"kind":"image","id":"i","name":"shop:old",\
        "because":"it is in use"}],"bytes":0}\
        """);

    Run.Ended ended = signedIn().of("cleanup", "harbour", "--yes");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).isEqualTo("container\tshop-1\t0\tover\n");
    assertThat(ended.err()).contains("image shop:old stays: it is in use");
  }

  @Test
  void nodesOfAllClustersAreListed() {
    server.on("GET targets/harbour/nodes?limit=100", 200, list(NODE));

    assertThat(signedIn().of("nodes").out())
        .isEqualTo("quay-1\tharbour\tmanager\tyes\tdrain\t4.0\t16000000000\t7\t10.0.0.9\tn1\n");
    assertThat(signedIn().of("nodes", "harbour", "--json").out())
        .contains("\"target\":\"harbour\"");
  }

  @Test
  void aNodeIsDrainedAndActivatedInTheOnlyClusterThereIs() {
    server
        .on("POST targets/harbour/nodes/quay-1/drain", 200, NODE)
        .on("POST targets/harbour/nodes/quay-1/activate", 200, NODE);

    assertThat(signedIn().of("nodes", "drain", "quay-1").err()).contains("quay-1 is drained");
    assertThat(signedIn().of("nodes", "activate", "quay-1", "--target", "harbour").exitCode())
        .isZero();
    assertThat(signedIn().of("nodes", "drain", "moon").exitCode()).isEqualTo(5);
  }

  @Test
  void whereThereIsNoClusterThatIsSaid() throws IOException {
    try (RestServer alone = new RestServer()) {
      alone.on("GET targets?limit=100", 200, "{\"items\":[],\"next\":null}");
      Run run = signedIn().with("SLIPWAY_URL", alone.url());

      assertThat(run.of("nodes").err()).contains("No target is a cluster");
      assertThat(run.of("nodes", "drain", "quay-1").exitCode()).isEqualTo(5);
    }
  }

  private static String list(String item) {
    return "{\"items\":[" + item + "],\"next\":null}";
  }

  private Run signedIn() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }
}
