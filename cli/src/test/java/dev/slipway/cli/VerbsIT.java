package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every verb against a server that plays the contract. */
final class VerbsIT {
  private static final String REPOSITORY =
      """
      {"id":"repo_1","forge":"git","name":"acme/shop","clone_url":"https://h/shop.git",\
      "default_branch":"main","enabled":true,"webhook_url":"http://h/webhooks/git/repo_1"}\
      """;
  private static final String BUILD =
      """
      {"id":"bld_1","number":12,"repository":"acme/shop","ref":"refs/heads/main",\
      "sha":"0123456789abcdef0123456789abcdef01234567","message":"Sell\\tshoes\\nand more",\
      "status":"failed","queued_at":"2026-11-21T12:00:00Z","started_at":"2026-11-21T12:00:01Z",\
      "finished_at":"2026-11-21T12:00:03Z","steps":[{"name":"image","status":"failed"}],\
      "deployments":[],"failure":{"kind":"step","step":"image","message":"RUN false failed",\
      "hint":"fix line 3"}}\
      """;
  private static final String SERVICES =
      """
      {"items":[{"id":"svc_1","name":"shop","environment":"production","status":"live",\
      "release":4,"replicas":1,"urls":["http://shop.localhost:8000"]}],"next":null}\
      """;

  @TempDir Path home;
  private final RestServer server = new RestServer();

  VerbsIT() throws IOException {
    server
        .on("GET repositories?limit=100", 200, list(REPOSITORY))
        .on("GET services?limit=100", 200, SERVICES);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void buildsAreTabSeparatedForProgramsWithoutHeading() {
    server.on("GET builds?limit=20", 200, list(BUILD));

    Run.Ended ended = signedIn().of("builds");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            "acme/shop#12\tfailed\tmain\t0123456789abcdef0123456789abcdef01234567\t"
                + "2026-11-21T12:00:00Z\t2.0s\tSell shoes\tbld_1\n");
  }

  @Test
  void buildsAreATableWithColorsForPeopleUnlessTheyWantNone() {
    server.on("GET builds?limit=20", 200, list(BUILD));

    assertThat(signedIn().at(Run.PERSON).of("builds").out())
        .startsWith("BUILD         STATUS  REF ")
        .contains("\u001b[31mfailed\u001b[0m")
        .contains("0123456  ");
    assertThat(signedIn().at(Run.PERSON).with("NO_COLOR", "1").of("builds").out())
        .contains("acme/shop#12  failed  main")
        .doesNotContain("\u001b");
  }

  @Test
  void jsonIsWhatTheServerAnswered() throws Exception {
    server.on("GET builds?branch=main&limit=5&repository=repo_1&status=failed", 200, list(BUILD));

    Run.Ended ended =
        signedIn()
            .of("builds", "--repo=shop", "--branch=main", "--status=failed", "--limit=5", "--json");

    assertThat(Json.read(ended.out())).isEqualTo(Json.read(list(BUILD)));
  }

  @Test
  void addingARepositoryTellsUrlSecretAndTheNextCommand() throws Exception {
    server.on("POST repositories", 201, REPOSITORY.replace("}", ",\"webhook_secret\":\"s3cret\"}"));

    Run.Ended ended =
        signedIn()
            .input("clone-me\n")
            .of(
                "repos",
                "add",
                "acme/shop",
                "--forge=git",
                "--clone-url=https://h/shop.git",
                "--clone-token-stdin");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains("webhook_url\thttp://h/webhooks/git/repo_1\n")
        .contains("webhook_secret\ts3cret\n");
    assertThat(ended.err()).contains("slipway hook acme/shop > ");
    assertThat(server.body("POST"))
        .isEqualTo(
            Json.read(
                """
                {"name":"acme/shop","forge":"git","clone_url":"https://h/shop.git",\
                "clone_token":"clone-me"}\
                """));
  }

  @Test
  void repositoriesAreListedShownAndRemoved() {
    server.on("DELETE repositories/repo_1", 204, "");

    assertThat(signedIn().of("repos").out())
        .isEqualTo("acme/shop\tgit\tmain\tyes\thttps://h/shop.git\trepo_1\n")
        .isEqualTo(signedIn().of("repos", "ls").out());
    assertThat(signedIn().of("repos", "show", "shop").out()).contains("name\tacme/shop\n");
    assertThat(signedIn().at(Run.PERSON).input("n\n").of("repos", "rm", "shop").exitCode())
        .isEqualTo(3);
    assertThat(server.requests()).noneMatch(request -> request.method().equals("DELETE"));
    assertThat(signedIn().of("repos", "rm", "shop").exitCode()).isZero();
    assertThat(server.requests()).anyMatch(request -> request.method().equals("DELETE"));
  }

  @Test
  void theHookSetsAFreshSecretAndPrintsTheScriptWithoutIt() throws Exception {
    server.on("PUT repositories/repo_1", 200, REPOSITORY);

    Run.Ended ended = signedIn().of("hook", "acme/shop");

    assertThat(ended.exitCode()).isZero();
    String secret = server.body("PUT").path("webhook_secret").asText();
    assertThat(server.body("PUT").size()).isOne();
    assertThat(secret).matches("[0-9a-f]{64}");
    assertThat(ended.out())
        .startsWith("#!/bin/sh\n")
        .contains("'acme/shop'")
        .doesNotContain(secret);
    assertThat(ended.err()).contains("new webhook secret").doesNotContain(secret);
  }

  @Test
  void aGivenSecretChangesNothingOnTheServer() {
    Run.Ended ended = signedIn().input("0123456789abcdef\n").of("hook", "shop", "--secret-file=-");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("#!/bin/sh\n");
    assertThat(server.requests()).allMatch(request -> request.method().equals("GET"));
  }

  @Test
  void aBuildIsStartedFromTheDefaultBranchARefOrACommit() {
    server.on("POST repositories/repo_1/builds", 202, BUILD);

    signedIn().of("build", "shop");
    signedIn().of("build", "shop", "--ref", "x/y");
    Run.Ended ended = signedIn().of("build", "acme/shop", "--sha", "0123");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).contains("slipway watch 'acme/shop#12'");
    assertThat(server.requests().stream().filter(each -> each.method().equals("POST")))
        .extracting(RestServer.Request::body)
        .containsExactly("{\"ref\":\"main\"}", "{\"ref\":\"x/y\"}", "{\"sha\":\"0123\"}");
    assertThat(signedIn().of("build", "shop", "--ref=a", "--sha=b").exitCode()).isEqualTo(2);
  }

  @Test
  void buildsAreFoundByNumberOverSeveralPages() throws Exception {
    server
        .on(
            "GET builds?limit=100&repository=repo_1",
            200,
            "{\"items\":[{\"id\":\"bld_2\",\"number\":13}],\"next\":\"p2\"}")
        .on("GET builds?before=p2&limit=100&repository=repo_1", 200, list(BUILD))
        .on("POST builds/bld_1/cancel", 202, BUILD)
        .on("POST builds/bld_1/approve", 202, BUILD)
        .on("POST builds/bld_1/retry", 202, BUILD);

    assertThat(signedIn().of("cancel", "shop#12").exitCode()).isZero();
    assertThat(signedIn().of("approve", "shop#12").err())
        .isEqualTo("Approved; follow it: slipway watch 'acme/shop#12'\n");
    assertThat(signedIn().of("retry", "acme/shop#12", "--json").out()).isEqualTo(BUILD + "\n");
    assertThat(signedIn().of("retry", "acme/shop#12", "--no-cache").exitCode()).isZero();
    assertThat(server.requests().getLast().body()).isEqualTo("{\"cache\":false}");
    assertThat(signedIn().of("cancel", "shop#11").exitCode()).isEqualTo(5);
  }

  @Test
  void aLogIsReadToItsEndAndTheFailedStepAlone() {
    server
        .on("GET builds/bld_1", 200, BUILD)
        .on(
            "GET builds/bld_1/log?from=1&limit=5000",
            200,
            "{\"lines\":[{\"n\":1,\"t\":0,\"step\":\"c\",\"text\":\"\\u001b[31mred\\u001b[0m\"}]}")
        .on("GET builds/bld_1/log?from=2&limit=5000", 200, "{\"lines\":[]}")
        .on(
            "GET builds/bld_1/log?from=1&limit=5000&step=image",
            200,
            "{\"lines\":[{\"n\":9,\"t\":5,\"step\":\"image\",\"text\":\"boom\"}]}")
        .on("GET builds/bld_1/log?from=10&limit=5000&step=image", 200, "{\"lines\":[]}");

    assertThat(signedIn().of("logs", "bld_1").out()).isEqualTo("red\n");
    assertThat(signedIn().of("logs", "bld_1", "--failed").out()).isEqualTo("boom\n");
    assertThat(signedIn().of("logs", "bld_1", "--step", "image", "--json").out())
        .isEqualTo("{\"n\":9,\"t\":5,\"step\":\"image\",\"text\":\"boom\"}\n");
    assertThat(signedIn().of("logs", "bld_1", "--step", "nope").exitCode()).isEqualTo(5);
  }

  @Test
  void servicesAndReleasesAreListed() {
    server.on(
        "GET services/svc_1/releases?limit=20",
        200,
        list(
            """
            {"number":4,"state":"live","kind":"rollback","rolled_back_to":2,"commit":"abc",\
            "created_at":"2026-11-21T12:00:00Z","by":"zoe","reason":"slow","digest":"sha256:1"}\
            """));

    assertThat(signedIn().of("services").out())
        .isEqualTo("shop\tproduction\tlive\tv4\t1\thttp://shop.localhost:8000\tsvc_1\n");
    assertThat(signedIn().of("releases", "shop").out())
        .isEqualTo("v4\tlive\trollback to v2\tabc\t2026-11-21T12:00:00Z\tzoe\tslow\tsha256:1\n");
  }

  @Test
  void signingInChecksTheTokenAndKeepsItForItsServerOnly() throws Exception {
    server
        .on("GET me", 200, "{\"name\":\"ada\",\"role\":\"developer\",\"repositories\":[]}")
        .on("GET builds?limit=20", 200, list(BUILD));
    assertThat(new Run(home).input("wrong\n").of("login", server.url()).exitCode()).isEqualTo(4);
    Path file = home.resolve("slipway").resolve("login.json");
    assertThat(file).doesNotExist();

    Run.Ended done = new Run(home).input(RestServer.TOKEN + "\n").of("login", server.url());
    assertThat(done.exitCode()).isZero();
    assertThat(done.err()).contains("as ada (developer)");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(new Run(home).of("builds").exitCode()).isZero();
    assertThat(new Run(home).with("SLIPWAY_TOKEN", "other").of("builds").exitCode()).isEqualTo(4);
    try (RestServer other = new RestServer()) {
      assertThat(new Run(home).of("builds", "--url", other.url()).exitCode()).isEqualTo(4);
    }
  }

  @Test
  void everyKindOfTroubleHasItsExitCodeAndWords() {
    server
        .on(
            "POST builds/bld_1/cancel",
            409,
            "{\"title\":\"Not possible now\",\"detail\":\"it has ended\",\"hint\":\"retry it\"}")
        .on("GET builds/bld_1", 200, BUILD);

    assertThat(signedIn().of("builds", "--limit", "x").exitCode()).isEqualTo(2);
    assertThat(signedIn().of("nonsense").exitCode()).isEqualTo(2);
    assertThat(signedIn().of("cancel", "bld_9").exitCode()).isEqualTo(5);
    assertThat(signedIn().of("releases", "nothing").exitCode()).isEqualTo(5);
    assertThat(signedIn().of("builds", "--token", "wrong").exitCode()).isEqualTo(4);
    Run.Ended refused = signedIn().of("cancel", "bld_1");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).isEqualTo("slipway: Not possible now: it has ended\nretry it\n");
    assertThat(refused.out()).isEmpty();
    String gone = server.url();
    server.close();
    Run.Ended away = new Run(home).of("builds", "--url", gone, "--token", "t");
    assertThat(away.exitCode()).isEqualTo(6);
    assertThat(away.err()).contains(gone).contains("is it running?");
  }

  @Test
  void everyVerbHasHelpWithAnExample() {
    List<List<String>> verbs = new ArrayList<>();
    new SlipwayCommands(Shell.ofThisProcess())
        .commandLine()
        .getSubcommands()
        .forEach((verb, command) -> {
          verbs.add(List.of(verb));
          command.getSubcommands().keySet().forEach(second -> verbs.add(List.of(verb, second)));
        });
    assertThat(verbs).hasSizeGreaterThan(60);
    for (List<String> verb : verbs) {
      List<String> words = new ArrayList<>(verb);
      words.add("--help");
      Run.Ended ended = new Run(home).of(words.toArray(String[]::new));
      assertThat(ended.exitCode()).isZero();
      assertThat(ended.out())
          .contains("Usage: slipway " + String.join(" ", verb))
          .contains("Example: slipway " + verb.getFirst());
    }
    assertThat(new Run(home).of("--version").out()).matches("slipway [0-9][0-9A-Z.-]+\n");
  }

  private Run signedIn() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }

  private static String list(String item) {
    return "{\"items\":[" + item + "],\"next\":null}";
  }
}
