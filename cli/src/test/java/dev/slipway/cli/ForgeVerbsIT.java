package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs about forges, what they sent, and what became of it. */
final class ForgeVerbsIT {
  private static final String DELIVERY =
      """
      {"id":"dlv_1","forge":"github","event":"push","received_at":"2026-11-21T12:00:00Z",\
      "repository":"acme/shop","proof":"HMAC-SHA256 over the raw body","replay_of":null,\
      "note":"","changes":[{"kind":"push","ref":"refs/heads/x",\
      "sha":"0123456789abcdef0123456789abcdef01234567","author":"Ada","message":"Fix\\nand more",\
      "decision":"ignore","rule":"skip_mark","reason":"it says [skip ci]","build_id":null,\
      "rules":[{"rule":"disabled","passed":true,"detail":"acme/shop is enabled"},\
      {"rule":"skip_mark","passed":false,"detail":"the commit's message says [skip ci], which\
       is one of the marks with which an author asks for no build at all"}]},\
      {"kind":"pull_request","ref":"refs/pull/4/head","sha":"0123456","author":"Mal","title":"T",\
      "message":"m","pr_number":4,"from_fork":true,"decision":"build","rule":"none",\
      "reason":"it is new","build_id":"bld_1","build_status":"waiting",\
      "rules":[]}]}\
      """;
  private static final String BUILD =
      """
      {"id":"bld_1","number":12,"repository":"acme/shop","ref":"refs/pull/4/head","sha":"0123456",\
      "status":"waiting","reason":"a fork's pull request","message":"T",\
      "pull_request":{"number":4,"source_branch":"faster"}}\
      """;
  private static final String ACCOUNT =
      """
      {"id":"acc_1","forge":"gitea","url":"https://git.example.com","login":"ada","user_id":"7",\
      "connected_at":"2026-11-21T12:00:00Z"}\
      """;
  private static final String REPOSITORY =
      """
      {"id":"repo_1","forge":"gitea","name":"acme/shop","clone_url":"https://h/shop.git",\
      "default_branch":"main","enabled":true,"webhook_url":"http://h/webhooks/gitea/repo_1",\
      "triggers":{"events":["push"],"branches":["main","!wip/**"],"tags":[],"forks":"never",\
      "members":[]},"connection":{"account":"acc_1","hook_installed":true}}\
      """;

  @TempDir Path home;
  private final RestServer server = new RestServer();

  ForgeVerbsIT() throws IOException {
    server
        .on("GET repositories?limit=100", 200, list(REPOSITORY))
        .on("GET accounts?limit=100", 200, list(ACCOUNT))
        .on("GET builds/bld_1", 200, BUILD);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void deliveriesAreListedAlsoOfOneRepository() {
    server
        .on("GET deliveries?limit=20", 200, list(DELIVERY))
        .on("GET deliveries?limit=20&repository=repo_1", 200, list(DELIVERY));
    assertThat(signedIn().of("deliveries").out())
        .isEqualTo(
            "dlv_1\t2026-11-21T12:00:00Z\tgithub\tpush\tacme/shop\t"
                + "ignored: skip_mark; waits for an approval: build bld_1\n")
        .isEqualTo(signedIn().of("deliveries", "--repo", "shop").out());
    assertThat(signedIn().of("deliveries", "--limit", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void aDeliveryIsExplainedRuleByRuleOnAPageOfEightyColumns() throws Exception {
    server.on("GET deliveries/dlv_1", 200, DELIVERY);
    Run.Ended ended = signedIn().of("deliveries", "--why", "dlv_1");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            dlv_1  push from github for acme/shop, 2026-11-21T12:00:00Z
              proof  HMAC-SHA256 over the raw body

            push  refs/heads/x 0123456 by Ada
              Fix
              yes  disabled            acme/shop is enabled
              NO   skip_mark           the commit's message says [skip ci], which is one of
                                       the marks with which an author asks for no build at
                                       all
              -> ignored by the rule skip_mark: it says [skip ci]

            pull_request  refs/pull/4/head 0123456 #4 from a fork by Mal
              T
              -> build bld_1 (acme/shop#12 waiting): it is new
            """);
    assertThat(ended.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(Json.read(signedIn().of("deliveries", "--why", "dlv_1", "--json").out()))
        .isEqualTo(Json.read(DELIVERY));
    assertThat(signedIn().of("deliveries", "--why", "dlv_9").exitCode()).isEqualTo(5);
  }

  @Test
  void aDeliveryIsReplayed() {
    server.on(
        "POST deliveries/dlv_1/replay",
        202,
        """
        {"delivery_id":"dlv_2","duplicate":false,"changes":[{"kind":"push","ref":"refs/heads/x",\
        "sha":"abc","decision":"build","rule":"none","reason":"it is new","build_id":"bld_2"}]}\
        """);
    Run.Ended ended = signedIn().of("deliveries", "replay", "dlv_1");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("push\trefs/heads/x\tbuild\tnone\tbld_2\tit is new\n");
    assertThat(ended.err()).contains("slipway deliveries --why dlv_2");
  }

  @Test
  void aSimulationTellsTheVerdictAndFailsOnAnInvalidFile() throws Exception {
    server
        .on(
            "POST deliveries/dlv_1/simulate",
            200,
            """
            {"changes":[{"kind":"push","ref":"refs/heads/x","sha":"abc","rules":[],"verdict":\
            {"kind":"built","because":"it is wanted","images":["web"],"services":["shop"],\
            "problems":[]}}]}\
            """)
        .on(
            "POST deliveries/dlv_1/simulate",
            200,
            """
            {"changes":[{"kind":"push","ref":"refs/heads/x","sha":"abc","rules":[],"verdict":\
            {"kind":"invalid","because":"1 problem","images":[],"services":[],"problems":\
            [{"path":"deploy.port","line":2,"column":9,"message":"no port","hint":"80"}]}}]}\
            """);
    Run.Ended good = signedIn().of("deliveries", "simulate", "dlv_1");
    assertThat(good.exitCode()).isZero();
    assertThat(good.out()).contains("-> built: it is wanted", "images  web", "services  shop");
    assertThat(server.body("POST")).isEmpty();
    Path file = Files.writeString(home.resolve("try.yml"), "deploy:\n  port: x\n");
    Run.Ended bad = signedIn().of("deliveries", "simulate", "dlv_1", file.toString());
    assertThat(bad.exitCode()).isEqualTo(2);
    assertThat(bad.out()).contains("line 2, column 9: deploy.port: no port; 80");
    assertThat(server.requests().getLast().body()).contains("deploy:\\n  port: x\\n");
    signedIn().input("steps: []").of("deliveries", "simulate", "dlv_1", "-");
    assertThat(server.requests().getLast().body()).isEqualTo("{\"pipeline\":\"steps: []\"}");
    assertThat(signedIn().of("deliveries", "simulate", "dlv_1", "/no/file").exitCode())
        .isEqualTo(2);
  }

  @Test
  void anAccountIsConnectedByATokenFromStandardInputOnly() throws Exception {
    server.on("POST accounts", 201, ACCOUNT);
    Run.Ended ended =
        signedIn()
            .input("gto_secret\n")
            .of("accounts", "add", "gitea", "--forge-url", "https://git.example.com");
    assertThat(ended.exitCode()).isZero();
    assertThat(server.body("POST"))
        .isEqualTo(
            Json.read(
                """
                {"forge":"gitea","url":"https://git.example.com","token":"gto_secret"}\
                """));
    assertThat(ended.out() + ended.err())
        .contains("slipway accounts repos acc_1")
        .doesNotContain("gto_secret");
    assertThat(signedIn().input("\n").of("accounts", "add", "github").exitCode()).isEqualTo(2);
  }

  @Test
  void accountsAreListedAndDisconnected() {
    server
        .on("DELETE accounts/acc_1", 409, "{\"title\":\"Not possible now\",\"detail\":\"used\"}")
        .on("DELETE accounts/acc_1", 204, "");
    assertThat(signedIn().of("accounts").out())
        .isEqualTo("ada\tgitea\thttps://git.example.com\t2026-11-21T12:00:00Z\tacc_1\n");
    Run.Ended kept = signedIn().of("accounts", "rm", "ada");
    assertThat(kept.exitCode()).isEqualTo(1);
    assertThat(kept.err()).contains("used");
    assertThat(signedIn().of("accounts", "rm", "acc_1").exitCode()).isZero();
    assertThat(signedIn().of("accounts", "rm", "bob").exitCode()).isEqualTo(5);
  }

  @Test
  void whatAnAccountSeesIsListedOverSeveralPages() throws Exception {
    server
        .on(
            "GET accounts/acc_1/repositories?q=shop",
            200,
            """
            {"items":[{"name":"acme/shop","description":"It sells","private":true,\
            "dockerfile":true,"may_install_hook":true,"enabled":false}],"next":"2"}\
            """)
        .on(
            "GET accounts/acc_1/repositories?page=2&q=shop",
            200,
            list(
                """
                {"name":"acme/shop2","description":"","private":false,"dockerfile":null,\
                "may_install_hook":false,"enabled":true}\
                """));
    assertThat(signedIn().of("accounts", "repos", "ada", "shop").out())
        .isEqualTo(
            """
            acme/shop\tyes\tno\tinstallable\tyes\tIt sells
            acme/shop2\t?\tyes\tby hand\tno\t
            """);
    assertThat(
            Json.read(
                    signedIn().of("accounts", "repos", "ada", "shop", "--limit=1", "--json").out())
                .path("items"))
        .hasSize(1);
  }

  @Test
  void enablingTellsPerRepositoryAndFailsWhenOneDid() {
    server
        .on(
            "POST accounts/acc_1/repositories",
            200,
            list(
                """
                {"name":"acme/shop","hook":{"state":"by_hand","detail":"the token may not",\
                "webhook_url":"http://h/w"},"webhook_url":"http://h/w","webhook_secret":"s3c"}\
                """))
        .on(
            "POST accounts/acc_1/repositories",
            200,
            list("{\"name\":\"acme/gone\",\"problem\":{\"status\":422,\"detail\":\"not there\"}}"));
    Run.Ended ended = signedIn().of("repos", "enable", "ada", "acme/shop", "acme/gone");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).isEqualTo("acme/shop\tby_hand\thttp://h/w\ts3c\n");
    assertThat(ended.err())
        .contains("acme/shop: the token may not", "acme/gone is not enabled: not there");
    assertThat(server.requests().stream().filter(each -> each.method().equals("POST")))
        .extracting(RestServer.Request::body)
        .containsExactly("{\"names\":[\"acme/shop\"]}", "{\"names\":[\"acme/gone\"]}");
  }

  @Test
  void aWebhookIsCheckedAndTheShellLearnsWhetherAPersonIsNeeded() {
    server
        .on(
            "POST repositories/repo_1/hook/check",
            200,
            "{\"state\":\"repaired\",\"detail\":\"it was off\",\"webhook_url\":\"http://h/w\"}")
        .on(
            "POST repositories/repo_1/hook/check",
            200,
            "{\"state\":\"by_hand\",\"detail\":\"no right\",\"webhook_url\":\"http://h/w\"}");
    Run.Ended repaired = signedIn().of("repos", "check", "shop");
    assertThat(repaired.exitCode()).isZero();
    assertThat(repaired.out()).isEqualTo("acme/shop\trepaired\tit was off\thttp://h/w\n");
    assertThat(signedIn().of("repos", "check", "shop").exitCode()).isEqualTo(1);
  }

  @Test
  void whatIsBuiltIsSetPartByPart() throws Exception {
    server.on("PUT repositories/repo_1", 200, REPOSITORY);
    Run.Ended ended =
        signedIn()
            .of(
                "repos",
                "set",
                "shop",
                "--event=push",
                "--branch=main",
                "--branch=!wip/**",
                "--tag=",
                "--forks=never");
    assertThat(ended.exitCode()).isZero();
    assertThat(server.body("PUT"))
        .isEqualTo(
            Json.read(
                """
                {"triggers":{"events":["push"],"branches":["main","!wip/**"],"tags":[],\
                "forks":"never"}}\
                """));
    assertThat(ended.out())
        .contains("branches\tmain !wip/**\n", "forks\tnever\n", "account\tacc_1\n");
    assertThat(signedIn().of("repos", "set", "shop").exitCode()).isEqualTo(2);
  }

  @Test
  void removingARepositoryTellsWhatIsLeftToCleanUp() {
    server.on("DELETE repositories/repo_1", 200, "{\"note\":\"delete the webhook by hand\"}");
    Run.Ended ended = signedIn().of("repos", "rm", "shop");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).contains("delete the webhook by hand");
  }

  @Test
  void watchingABuildThatWaitsTellsHowToApproveIt() {
    String skipped =
        BUILD.replace("waiting", "skipped").replace("a fork's pull request", "only docs changed");
    server
        .onStream("GET builds/bld_1/log/events", "event: end\ndata: {}\n\n", false)
        .on("GET builds/bld_1", 200, skipped);

    Run.Ended ended = signedIn().of("watch", "bld_1");

    assertThat(ended.err())
        .contains(
            "It waits for an approval (a fork's pull request). To approve it: slipway approve"
                + " 'acme/shop#12'")
        .contains("acme/shop#12 skipped: only docs changed");
    assertThat(ended.exitCode()).isZero();
  }

  private Run signedIn() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }

  private static String list(String item) {
    return "{\"items\":[" + item + "],\"next\":null}";
  }
}
