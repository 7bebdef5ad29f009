package dev.slipway.webhook.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.core.Secret;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.HookState;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.CheckedHook;
import dev.slipway.webhook.forge.ForgeApi.ForgeDeployment;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import dev.slipway.webhook.forge.testing.FakeForge;
import dev.slipway.webhook.forge.testing.FakeReply;
import dev.slipway.webhook.forge.testing.FakeStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every forge's API must do, whichever the forge. */
abstract class ForgeApiContract {
  static final RepositoryName SHOP = new RepositoryName("acme/shop");
  static final CommitSha SHA = new CommitSha("1234567890abcdef1234567890abcdef12345678");
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final URI BUILD_PAGE = URI.create("https://slipway.example.com/builds/bld_1");

  static final Map<CommitStatus.State, String> LIKE_GITHUB =
      Map.of(
          CommitStatus.State.QUEUED, "pending",
          CommitStatus.State.RUNNING, "pending",
          CommitStatus.State.SUCCEEDED, "success",
          CommitStatus.State.FAILED, "failure",
          CommitStatus.State.CANCELED, "error",
          CommitStatus.State.ERROR, "error");

  protected FakeForge forge;
  protected ForgeApis apis;
  protected ForgeApi api;

  abstract Forge kind();

  /** How the forge writes each state. */
  abstract Map<CommitStatus.State, String> states();

  @BeforeEach
  void start() throws IOException, ForgeException {
    forge = FakeForge.start(kind());
    forge.addRepository("acme/shop", true, true);
    forge.addRepository("acme/docs", false, false);
    apis = new ForgeApis(AddressPolicy.allowing(List.of("127.0.0.1")), clock());
    api = apis.of(kind(), forge.pages(), new Secret("token", FakeForge.TOKEN));
  }

  @AfterEach
  void nothingWasAskedWrongly() {
    apis.close();
    forge.close();
    assertThat(forge.faults()).isEmpty();
  }

  static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  static Hook hook(String secret) {
    URI url = URI.create("https://slipway.example.com/webhooks/x/repo_1");
    return new Hook(url, new Secret("webhook secret", secret));
  }

  static CommitStatus status(CommitStatus.State state, String description) {
    return new CommitStatus(state, "slipway/build", description, BUILD_PAGE);
  }

  @Test
  void saysWhoseTokenItIs() throws ForgeException {
    assertThat(api.user()).isEqualTo(new ForgeApi.User(forge.userId(), "slip"));
  }

  @Test
  void listsRepositoriesWithTheirDockerfilesAndRights() throws ForgeException {
    Listing listing = api.repositories("", null);

    assertThat(listing.next()).isNull();
    assertThat(listing.repositories())
        .extracting(
            each -> each.name().value(),
            ForgeRepository::dockerfile,
            ForgeRepository::mayInstallHook)
        .containsExactlyInAnyOrder(
            tuple("acme/shop", true, true), tuple("acme/docs", false, false));
    assertThat(listing.repositories()).allMatch(ForgeRepository::isPrivate);
  }

  @Test
  void findsRepositoriesByAPartOfTheirName() throws ForgeException {
    assertThat(api.repositories("sho", null).repositories())
        .extracting(each -> each.name().value())
        .containsExactly("acme/shop");
  }

  @Test
  void listsManyRepositoriesPageByPage() throws ForgeException {
    for (int i = 0; i < 130; i++) {
      forge.addRepository("acme/r" + i, false, false);
    }
    List<String> names = new ArrayList<>();
    String page = null;
    do {
      Listing listing = api.repositories("", page);
      listing.repositories().forEach(each -> names.add(each.name().value()));
      page = listing.next();
    } while (page != null);

    assertThat(names).hasSize(132).doesNotHaveDuplicates();
  }

  @Test
  void showsOneRepositoryWithAnAddressToCloneFromThatNamesNobody() throws ForgeException {
    ForgeRepository shop = api.repository(SHOP);

    assertThat(shop.name()).isEqualTo(SHOP);
    assertThat(shop.defaultBranch()).isEqualTo("main");
    assertThat(shop.description()).isEqualTo("about shop");
    assertThat(shop.cloneUrl().getUserInfo()).isNull();
    assertThat(shop.cloneUrl().toString())
        .startsWith(forge.pages().toString())
        .endsWith("acme/shop.git");
    assertThat(shop.dockerfile()).isTrue();
    assertThat(shop.mayInstallHook()).isTrue();
  }

  @Test
  void saysThatARepositoryIsNotThere() {
    ForgeException e = failure(() -> api.repository(new RepositoryName("acme/gone")));

    assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(e).hasMessageContaining("acme/gone").hasMessageContaining("404");
  }

  @Test
  void installsAWebhookOnceOnly() throws ForgeException {
    String id = api.installHook(SHOP, hook("first"));
    String again = api.installHook(SHOP, hook("second"));

    assertThat(again).isEqualTo(id);
    assertThat(forge.hooks("acme/shop"))
        .singleElement()
        .satisfies(there -> {
          assertThat(there.id()).isEqualTo(id);
          assertThat(there.url()).isEqualTo(hook("").url().toString());
          assertThat(there.secret()).isEqualTo("second");
        });
  }

  @Test
  void saysThatTheTokenMayNotInstallAWebhook() {
    ForgeException e =
        failure(() -> api.installHook(new RepositoryName("acme/docs"), hook("secret")));

    assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(e.hint()).contains("rights");
  }

  @Test
  void leavesAWebhookAloneThatIsAsItShouldBe() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));

    assertThat(api.repairHook(SHOP, id, hook("secret")))
        .isEqualTo(new CheckedHook(id, new HookState.Fine()));
  }

  @Test
  void installsAWebhookAnewThatIsGone() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));
    forge.dropHooks("acme/shop");

    CheckedHook checked = api.repairHook(SHOP, id, hook("secret"));

    assertThat(checked.state()).isInstanceOf(HookState.Repaired.class);
    assertThat(forge.hooks("acme/shop"))
        .singleElement()
        .satisfies(there -> assertThat(there.id()).isEqualTo(checked.id()).isNotEqualTo(id));
  }

  @Test
  void takesOverAWebhookThatLeadsHereButHasAnotherId() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));

    CheckedHook checked = api.repairHook(SHOP, "999", hook("secret"));

    assertThat(checked.id()).isEqualTo(id);
    assertThat(forge.hooks("acme/shop")).hasSize(1);
  }

  @Test
  void removesAWebhookAndDoesNotMindThatItIsGone() throws ForgeException {
    String id = api.installHook(SHOP, hook("secret"));

    api.removeHook(SHOP, id);
    api.removeHook(SHOP, id);

    assertThat(forge.hooks("acme/shop")).isEmpty();
  }

  @Test
  void setsEachStateInTheForgesWords() throws ForgeException {
    for (CommitStatus.State state : CommitStatus.State.values()) {
      api.setStatus(SHOP, SHA, status(state, "it is " + state));
    }

    List<String> expected = new ArrayList<>();
    for (CommitStatus.State state : CommitStatus.State.values()) {
      if (states().containsKey(state)) {
        expected.add(states().get(state));
      }
    }
    assertThat(forge.statuses("acme/shop", SHA.hex()))
        .extracting(FakeStatus::state)
        .containsExactlyElementsOf(expected);
    assertThat(forge.statuses("acme/shop"))
        .allSatisfy(there -> {
          assertThat(there.context()).isEqualTo("slipway/build");
          assertThat(there.description()).startsWith("it is ");
          assertThat(there.target()).isEqualTo(BUILD_PAGE.toString());
        });
  }

  @Test
  void fitsLongDescriptionsAndContextsIntoTheRoomThereIs() throws ForgeException {
    String context = "slipway/deploy/a-rather-long-name-for-an-environment";
    String description = "failed at the step integration-tests ".repeat(20).strip();

    api.setStatus(
        SHOP, SHA, new CommitStatus(CommitStatus.State.FAILED, context, description, BUILD_PAGE));

    assertThat(forge.statuses("acme/shop"))
        .allSatisfy(there -> assertThat(there.context()).startsWith("slipway/deploy/a-rather"));
  }

  @Test
  void keepsOneCommentPerMarkerAndTouchesNobodyElses() throws ForgeException {
    api.comment(SHOP, 7, "slipway:other", "something else");
    forge.commentByOther("acme/shop", 7, forge.comments("acme/shop", 7).getFirst().body());

    api.comment(SHOP, 7, "slipway:build", "queued");
    api.comment(SHOP, 7, "slipway:build", "succeeded");

    assertThat(forge.comments("acme/shop", 7))
        .hasSize(3)
        .last()
        .satisfies(ours -> {
          assertThat(ours.body()).startsWith("succeeded\n\n").contains("slipway:build");
          assertThat(ours.version()).isEqualTo(1);
        });
  }

  @Test
  void findsItsCommentAmongMany() throws ForgeException {
    forge.commentByOther("acme/shop", 7, "first");
    api.comment(SHOP, 7, "slipway:build", "queued");
    for (int i = 0; i < 150; i++) {
      forge.commentByOther("acme/shop", 7, "talk " + i);
    }

    api.comment(SHOP, 7, "slipway:build", "succeeded");

    assertThat(forge.comments("acme/shop", 7)).hasSize(152);
  }

  @Test
  void tellsOfADeploymentWhereThereAreRecordsOfThem() throws ForgeException {
    ForgeDeployment running =
        new ForgeDeployment(
            SHA, "production", CommitStatus.State.RUNNING, "rolling out", BUILD_PAGE, null);
    ForgeDeployment done =
        new ForgeDeployment(
            SHA, "production", CommitStatus.State.SUCCEEDED, "live", BUILD_PAGE, BUILD_PAGE);

    String id = api.deployment(SHOP, null, running);
    String same = api.deployment(SHOP, id, done);

    assertThat(same).isEqualTo(id);
    assertThat(forge.deployments("acme/shop"))
        .isEqualTo(
            kind() == Forge.GITHUB
                ? List.of("production in_progress", "production success")
                : List.of());
  }

  @Test
  void saysThatTheTokenIsWrong() throws ForgeException {
    ForgeApi other = apis.of(kind(), forge.pages(), new Secret("token", "expired-9f8e7d"));

    ForgeException e = failure(other::user);

    assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(e.hint()).contains("connect the account again");
  }

  @Test
  void neverShowsTheTokenEvenWhenTheForgeQuotesIt() {
    forge.next(FakeReply.text(400, "{\"message\":\"bad token " + FakeForge.TOKEN + "\"}"));

    ForgeException e = failure(api::user);

    assertThat(e).hasMessageContaining("bad token ***");
    assertThat(stackTrace(e)).doesNotContain(FakeForge.TOKEN);
    assertThat(api.toString()).doesNotContain(FakeForge.TOKEN);
  }

  @Test
  void waitsAsLongAsRetryAfterSays() {
    forge.next(FakeReply.text(429, "{\"message\":\"slow down\"}").with("Retry-After", "17"));

    ForgeException e = failure(api::user);

    assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(17));
    assertThat(forge.requests()).hasSize(1);
  }

  @Test
  void waitsUntilTheDateThatRetryAfterSays() {
    forge.next(FakeReply.empty(429).with("Retry-After", "Sat, 21 Nov 2026 12:01:30 GMT"));

    assertThat(failure(api::user).retryAfter()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void triesNothingTwiceByItself() {
    forge.always(FakeReply.page(502));

    ForgeException e = failure(api::user);

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining("502");
    assertThat(forge.requests()).hasSize(1);
  }

  @Test
  void saysThatTheForgeIsDown() {
    forge.close();

    ForgeException e = failure(api::user);

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining("127.0.0.1");
  }

  @Test
  void givesUpOnAForgeThatDoesNotAnswer() throws ForgeException {
    forge.hold();
    try (ForgeApis hasty =
        new ForgeApis(
            new ForgeHttp(AddressPolicy.allowing(List.of("127.0.0.1")), Duration.ofMillis(200)),
            clock())) {
      ForgeApi slow = hasty.of(kind(), forge.pages(), new Secret("token", FakeForge.TOKEN));

      assertThat(failure(slow::user).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void understandsThatAPageForPeopleIsNoData() {
    forge.next(FakeReply.page(200));

    assertThatThrownBy(() -> api.repository(SHOP)).hasMessageContaining("page for people");
  }

  @Test
  void takesAnAnswerThatIsCutOffForAPassingTrouble() {
    forge.always(FakeReply.text(200, "{\"id\": 4711, \"log"));

    assertThat(failure(() -> api.repository(SHOP)).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void readsNoAnswerWithoutEnd() {
    String endless = "{\"login\": \"" + "x".repeat(9 << 20) + "\"}";
    forge.next(FakeReply.text(200, endless));

    assertThat(failure(() -> api.repository(SHOP)).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void leavesOpenWhetherThereIsADockerfileWhenTheForgeDoesNotSay() throws ForgeException {
    forge.troubleAt(kind() == Forge.GITEE ? "/git/trees/" : "Dockerfile", FakeReply.page(502));

    assertThat(api.repository(SHOP).dockerfile()).isNull();
    assertThat(api.repositories("shop", null).repositories())
        .singleElement()
        .satisfies(shop -> assertThat(shop.dockerfile()).isNull());
  }

  @Test
  void takesTheTokenToNoOtherHost() throws IOException {
    try (FakeForge other = FakeForge.start(kind())) {
      forge.next(FakeReply.empty(302).with("Location", other.pages() + "/api"));

      ForgeException e = failure(api::user);

      assertThat(e.kind()).isEqualTo(Kind.REFUSED);
      assertThat(e).hasMessageContaining("another server");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void followsTheForgeWithinItsOwnHost() throws ForgeException {
    forge.next(
        FakeReply.empty(301)
            .with("Location", forge.pages() + "/" + firstRequestOf(api::user).substring(1)));

    assertThat(api.user().login()).isEqualTo("slip");
  }

  @Test
  void goesToNoPrivateAddressThatWasNotAllowed() throws ForgeException {
    try (ForgeApis strict = new ForgeApis(AddressPolicy.PUBLIC_ONLY, clock())) {
      ForgeApi there = strict.of(kind(), forge.pages(), new Secret("token", FakeForge.TOKEN));

      ForgeException e = failure(there::user);

      assertThat(e.kind()).isEqualTo(Kind.REFUSED);
      assertThat(e).hasMessageContaining("SLIPWAY_ALLOW_PRIVATE_ADDRESSES");
      assertThat(forge.requests()).isEmpty();
    }
  }

  private String firstRequestOf(Call call) throws ForgeException {
    call.run();
    return forge.requests().getFirst().substring("GET ".length());
  }

  static ForgeException failure(Call call) {
    return catchThrowableOfType(ForgeException.class, call::run);
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Asks something of an API. */
  @FunctionalInterface
  interface Call {
    void run() throws ForgeException;
  }
}
