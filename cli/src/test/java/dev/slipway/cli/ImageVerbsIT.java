package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry's images, against a server that plays the contract. */
final class ImageVerbsIT {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final String SIZE = "\"size\":{\"total\":5000000,\"own\":2000,\"shared\":4998000}";
  private static final String ROW =
      """
      {"tag":"1a2b3c4","digest":"%s","kind":"image","created":"2026-07-01T12:00:00Z",%s,\
      "build":{"id":"bld_1","number":7,"sha":"%s"},\
      "uses":[{"kind":"release","service":"shop.production","release":42,"state":"live",\
      "words":"release v42 of service shop.production, which is live"},\
      {"kind":"container","service":"shop.production","release":42,"state":"running",\
      "words":"container c1 of service shop.production at target docker"}],\
      "referrers":[],"problem":null}\
      """
          .formatted(DIGEST, SIZE, "1a2b3c4d".repeat(5));

  @TempDir Path home;
  private final RestServer server = new RestServer();

  ImageVerbsIT() throws IOException {}

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void repositoriesAreListedWithWhatTheyTake() {
    server.on(
        "GET images?limit=100",
        200,
        """
        {"registry":"r","problem":"","items":[{"name":"acme/shop","tags":2,"images":1,%s,\
        "newest":{"tag":"1a2b3c4","digest":"%s","created":"2026-07-01T12:00:00Z"},\
        "problems":["old: it cannot be read"]}],"next":null}\
        """
            .formatted(SIZE, DIGEST));

    Run.Ended ended = signedIn().of("images");

    assertThat(ended.out())
        .isEqualTo("acme/shop\t2\t1\t5000000\t2000\t1a2b3c4\t2026-07-01T12:00:00Z\n");
    assertThat(ended.err()).contains("old: it cannot be read");
  }

  @Test
  void tagsTellTheirCommitTheirBuildAndWhereTheyRun() {
    String list = "{\"items\":[" + ROW + "],\"next\":null}";
    server.on("GET images/acme%2Fshop?limit=100", 200, list);

    assertThat(signedIn().of("images", "acme/shop").out())
        .isEqualTo(
            "1a2b3c4\t"
                + DIGEST
                + "\timage\t5000000\t2000\t2026-07-01T12:00:00Z\t1a2b3c4\tbld_1"
                + "\tshop.production v42 live+running\n");
    assertThat(signedIn().of("images", "acme/shop", "--json").out()).isEqualTo(list + "\n");
  }

  @Test
  void anImageIsToldInALineForEachThingThatIsKnownOfIt() {
    server.on(
        "GET images/acme%2Fshop/1a2b3c4",
        200, ROW.replace("\"tag\":\"1a2b3c4\"", "\"tags\":[\"1a2b3c4\",\"stable\"]"));

    assertThat(signedIn().of("images", "acme/shop:1a2b3c4").out().lines())
        .contains(
            "digest\t" + DIGEST,
            "tag\tstable",
            "build\tbld_1",
            "needed by\trelease v42 of service shop.production, which is live");
    assertThat(signedIn().of("images", "acme/shop:none").exitCode()).isEqualTo(5);
  }

  @Test
  void whatIsNeededStaysAndTheReasonsAreTold() {
    server
        .on("GET images/acme%2Fshop/1a2b3c4", 200, ROW)
        .on(
            "DELETE images/acme%2Fshop/1a2b3c4",
            409,
            """
            {"title":"Image cannot be removed","detail":"acme/shop:1a2b3c4 stays: release v42 of\
             service shop.production, which is live, needs it; deploy another"}\
            """);

    Run.Ended ended = signedIn().of("images", "rm", "acme/shop:1a2b3c4", "-y");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("release v42 of service shop.production");
  }

  @Test
  void anImageGoesByItsDigestWithAllItsTagsWhenThatIsSaid() {
    server
        .on("GET images/acme%2Fshop/sha256%3A" + "ab".repeat(32), 200, ROW)
        .on(
            "DELETE images/acme%2Fshop/sha256%3A" + "ab".repeat(32) + "?tags=all&referrers=all",
            200,
            "{\"digests\":[\"" + DIGEST + "\"],\"tags\":[\"1a2b3c4\",\"stable\"]}");

    Run.Ended ended =
        signedIn().of("images", "rm", "acme/shop@" + DIGEST, "--tags=all", "--referrers=all", "-y");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).contains("Removed from acme/shop: 1a2b3c4, stable, " + DIGEST);
  }

  @Test
  void aRepositoryAloneIsNotRemoved() {
    assertThat(signedIn().of("images", "rm", "acme/shop", "-y").exitCode()).isEqualTo(2);
  }

  private Run signedIn() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }
}
