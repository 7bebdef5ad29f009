package dev.slipway.dashboard;

import dev.slipway.core.Page;
import dev.slipway.core.Secret;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.ContainerEvent.What;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Serves every page with plausible content, to look at: prints the address, and runs until stopped.
 */
public final class ShowStage {
  private final Stage stage;
  private final Scenes scenes;

  private ShowStage(Stage stage) {
    this.stage = stage;
    this.scenes = new Scenes(stage);
  }

  /** Takes the port, 0 for any; a second argument leaves the stage empty. */
  public static void main(String[] arguments) throws Exception {
    Stage stage = new Stage(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0);
    System.out.println(stage.url("/sign-in") + " token " + Stage.TOKEN);
    if (arguments.length < 2) {
      new ShowStage(stage).fill();
    }
    for (Build build : stage.builds().list(Builds.Filter.ANY, new Page.Request(20, null)).items()) {
      System.out.println(stage.url("/builds/" + build.id()) + " " + build.state().status().id());
    }
    Thread.currentThread().join();
  }

  /** Fills a stage with something of everything. */
  static void fill(Stage stage) throws InterruptedException {
    new ShowStage(stage).fill();
  }

  private void fill() throws InterruptedException {
    stage.clock.setBehind(Duration.ofDays(3));
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    Repository invoices = scenes.repository(Forge.GIT, "acme/invoices");
    scenes.repository(Forge.GITEA, "lighthouse/tide-tables");
    secrets(shop);
    ShowCopies.on(stage);
    leftovers();
    ShowRollouts rollouts = new ShowRollouts(stage, scenes);
    System.out.println(stage.url("/services/" + rollouts.paused()) + " paused");

    deployed(shop, "main", "Ada Lovelace", "Sell lighthouses by the piece", 1);
    stage.clock.setBehind(Duration.ofHours(26));
    deployed(shop, "main", "Grace Hopper", "Show prices with their currency", 2);
    stage.clock.setBehind(Duration.ofHours(25));
    deployed(invoices, "main", "Ada Lovelace", "Number invoices without gaps", 1);
    stage.clock.setBehind(Duration.ofHours(7));
    deployed(shop, "main", "Ada Lovelace", "Ask before a cart is emptied", 3);
    stage.clock.setBehind(Duration.ofHours(3));
    neverHealthy(shop);
    stage.clock.setBehind(Duration.ofMinutes(52));
    failedStep(invoices);
    stage.clock.setBehind(Duration.ofMinutes(31));
    invalidFile(invoices);
    ServiceId canary = rollouts.canary();
    happened(canary);
    ShowContainers containers = new ShowContainers(stage);
    containers.run(List.copyOf(rollouts.running));
    containers.count(canary, 5, 4);
    System.out.println(stage.url("/services/" + canary) + " canary");
    stage.clock.setBehind(Duration.ofMinutes(18));
    Build stopped = scenes.queue(shop, "release/2.x", "Grace Hopper", "Back-port the cart fix");
    stage.builds().cancel(stopped.id(), "Grace Hopper", "superseded by a newer push");
    stage.clock.setBehind(Duration.ofSeconds(48));
    running(shop);
    stage.clock.setBehind(Duration.ofSeconds(20));
    scenes.queue(invoices, "main", "Alan Turing", "Rename the totals, so that auditors find them");
    stage.clock.setBehind(Duration.ofSeconds(9));
    new ShowForges(stage, scenes).fill(shop);
    new ShowAccess(stage).fill();
    stage.clock.setBehind(Duration.ZERO);
    ignored(shop);
    new ShowImages(stage).fill();
  }

  private void happened(ServiceId service) {
    String container = scenes.hex(64);
    List<What> night =
        List.of(
            new What.Started(),
            new What.HealthChanged(Target.Health.UNHEALTHY),
            new What.Died(137, true),
            new What.Started(),
            new What.HealthChanged(Target.Health.HEALTHY),
            new What.Signalled(15),
            new What.Died(0, false));
    for (int i = 0; i < night.size(); i++) {
      Instant at = stage.clock.instant().minus(Duration.ofMinutes(90 - 7L * i));
      stage.containerEvents.record(new ContainerEvent(service, container, 4, at, night.get(i)));
    }
    stage.routing.hold(
        service, new Pause("the tables are moved", "Ada Lovelace", stage.clock.instant()));
  }

  private void leftovers() {
    String over = "its rollout has ended, and no release that is kept runs it";
    stage.targets.leave(CleanUp.Kind.CONTAINER, "slipway-shop.production-v3-1", 0, over);
    stage.targets.leave(CleanUp.Kind.CONTAINER, "slipway-shop.production-v3-2", 0, over);
    String unneeded = "no release that is kept runs it";
    for (int i = 1; i <= 9; i++) {
      String image = "127.0.0.1:5000/acme/shop@sha256:" + scenes.hex(64);
      stage.targets.leave(CleanUp.Kind.IMAGE, image, 241_000_000L + i, unneeded);
    }
    stage.targets.leave(CleanUp.Kind.NETWORK, "slipway-build-4711", 0, "its build is over");
  }

  private void secrets(Repository shop) {
    SecretScope own = new SecretScope.OfRepository(shop.id());
    SecretScope production = new SecretScope.OfEnvironment(shop.id(), "production");
    Secret token = new Secret("NPM_TOKEN", "not-to-be-seen");
    stage.secrets.put(own, token, "Ada Lovelace");
    stage.clock.setBehind(Duration.ofHours(29));
    stage.secrets.put(own, token, "Grace Hopper");
    stage.secrets.put(own, new Secret("DATABASE_URL", "not-to-be-seen"), "Ada Lovelace");
    stage.secrets.put(production, new Secret("DATABASE_URL", "not-to-be-seen"), "Ada Lovelace");
    stage.secrets.put(
        new SecretScope.Team(),
        new Secret("REGISTRY_MIRROR_PASSWORD", "not-to-be-seen"),
        "Alan Turing");
  }

  private Build deployed(
      Repository repository, String branch, String author, String title, int release)
      throws InterruptedException {
    Build build = pushed(repository, branch, author, title);
    Instant start = Scenes.startOf(build);
    dockerLog(build, release > 1);
    stage.clock.advance(Duration.ofMillis(14_300));
    stage.queue().report(build.id(), 1, doneSteps(start, release > 1));
    var image = scenes.image(repository);
    var next = scenes.release(build, image, ReleaseKind.DEPLOY, null, "");
    Build done = scenes.finish(build, scenes.succeeded(build, image), List.of(next));
    scenes.roll(
        Scenes.allTheWay(new Instance(scenes.hex(32), "127.0.0.1", 32768 + release)),
        Scenes.detailsAllTheWay());
    return done;
  }

  /** A webhook with its build, claimed. */
  private Build pushed(Repository repository, String branch, String author, String title)
      throws InterruptedException {
    scenes.push(repository, branch, author, title);
    stage.clock.advance(Duration.ofMillis(400));
    return stage.queue().claim(Scenes.WORKER, Duration.ofSeconds(5)).orElseThrow();
  }

  private void ignored(Repository repository) {
    var request = scenes.request(repository, "main", "Ada Lovelace", "Fix a typo [skip ci]");
    scenes.accept(
        scenes.delivery(
            repository,
            "push",
            List.of(
                scenes.ignored(
                    new Change.Push(request.ref(), request.commit(), null),
                    Rule.SKIP_MARK,
                    "the head commit's message says [skip ci]"))),
        List.of());
  }

  private List<StepReport> doneSteps(Instant start, boolean cached) {
    return List.of(
        scenes.step("checkout", Kind.CHECKOUT, Status.SUCCEEDED, 0, 130, false, start),
        scenes.step("web: FROM node:24-slim", Kind.IMAGE, Status.SUCCEEDED, 130, 400, true, start),
        scenes.step("web: RUN npm ci", Kind.IMAGE, Status.SUCCEEDED, 400, 8100, cached, start),
        scenes.step("web: RUN npm test", Kind.IMAGE, Status.SUCCEEDED, 8100, 13_000, false, start),
        scenes.step("push", Kind.PUSH, Status.SUCCEEDED, 13_000, 14_200, false, start));
  }

  private void dockerLog(Build build, boolean cached) {
    stage.write(
        build,
        "checkout",
        List.of(
            "Fetched " + build.request().ref() + " from git.example.com",
            "\u001b[2mHEAD is " + build.request().commit().sha() + "\u001b[0m"));
    stage.write(
        build, "web: FROM node:24-slim", List.of("resolved docker.io/library/node:24-slim"));
    if (!cached) {
      stage.write(
          build,
          "web: RUN npm ci",
          List.of(
              "",
              "added \u001b[1m214\u001b[22m packages in 7s",
              "\u001b[32mfound 0 vulnerabilities\u001b[39m"));
    }
    // One log that is too long for a careless viewer.
    int tests = build.request().commit().title().startsWith("Sell") ? 100_000 : 40;
    stage.write(build, "web: RUN npm test", testLines(tests, false));
    stage.write(build, "push", List.of("pushed 5 layers, 3 of them were there already"));
  }

  private static List<String> testLines(int count, boolean failing) {
    List<String> lines =
        IntStream.rangeClosed(1, count)
            .mapToObj(i ->
                "\u001b[32m✓\u001b[39m cart keeps its items over a restart \u001b[2m(case "
                    + i
                    + ", "
                    + (i * 37 % 90 + 4)
                    + " ms)\u001b[22m")
            .toList();
    if (!failing) {
      return lines;
    }
    List<String> more = new ArrayList<>(lines);
    more.addAll(
        List.of(
            "\u001b[31m✗\u001b[39m \u001b[1mtotals are rounded per line\u001b[22m",
            "  \u001b[31mAssertionError\u001b[39m: expected \u001b[32m19.99\u001b[39m, got"
                + " \u001b[31m20.00\u001b[39m",
            "      at Totals.round (src/totals.js:\u001b[33m42\u001b[39m:11)",
            "      at \u001b[38;5;141mtotals.test.js\u001b[39m:17:5",
            "",
            "\u001b[41;97m FAIL \u001b[0m 1 failed, 12 passed"));
    return more;
  }

  private void failedStep(Repository repository) throws InterruptedException {
    Build build =
        pushed(repository, "feature/round-per-line", "Alan Turing", "Round each line, not the sum");
    Instant start = Scenes.startOf(build);
    stage.write(build, "checkout", List.of("Fetched " + build.request().ref()));
    stage.write(build, "web: RUN npm test", testLines(12, true));
    stage.clock.advance(Duration.ofMillis(6_200));
    stage
        .queue()
        .report(
            build.id(),
            1,
            List.of(
                scenes.step("checkout", Kind.CHECKOUT, Status.SUCCEEDED, 0, 110, false, start),
                scenes.step(
                    "web: FROM node:24-slim", Kind.IMAGE, Status.SUCCEEDED, 110, 300, true, start),
                scenes.step(
                    "web: RUN npm test", Kind.IMAGE, Status.FAILED, 300, 6100, false, start)));
    scenes.finish(
        build,
        scenes.failed(
            build,
            new Failure.StepFailed(
                "web: RUN npm test",
                "RUN npm test ended with exit code 1",
                "read the step's last lines; the same command fails on your machine too")),
        List.of());
  }

  private void invalidFile(Repository repository) throws InterruptedException {
    Build build = pushed(repository, "main", "Alan Turing", "Deploy twice as often");
    scenes.finish(
        build,
        scenes.failed(
            build,
            new Failure.PipelineInvalid(
                List.of(
                    new Problem(
                        "deploy.replica",
                        4,
                        3,
                        "unknown key \"replica\"",
                        "did you mean \"replicas\"?"),
                    new Problem(
                        "deploy.healthcheck.interval",
                        6,
                        15,
                        "\"1 sec\" is no duration",
                        "write 1s")))),
        List.of());
  }

  private void neverHealthy(Repository repository) throws InterruptedException {
    Build build = pushed(repository, "main", "Grace Hopper", "Pay with the new provider");
    Instant start = Scenes.startOf(build);
    dockerLog(build, true);
    stage.queue().report(build.id(), 1, doneSteps(start, true));
    stage.clock.advance(Duration.ofMillis(9_300));
    var image = scenes.image(repository);
    scenes.finish(
        build,
        scenes.succeeded(build, image),
        List.of(scenes.release(build, image, ReleaseKind.DEPLOY, null, "")));
    scenes.roll(
        List.of(
            new DeploymentState.Preparing(),
            new DeploymentState.Starting(List.of()),
            new DeploymentState.Checking(
                List.of(), List.of(new Instance("c1", "127.0.0.1", 32800))),
            new DeploymentState.Failed(
                new DeploymentState.Cause(
                    "checking",
                    "the container of shop exited with code 1 before it answered on port 8080",
                    "set PAYMENT_URL for this service, or give it a default",
                    List.of(
                        "> shop@2.4.0 start",
                        "> node server.js",
                        "",
                        "Error: PAYMENT_URL is not set",
                        "    at connect (/app/payment.js:8:11)")))),
        List.of("", "the image is on the engine", "1 container started", "no answer in 12 tries"));
  }

  private void running(Repository repository) throws InterruptedException {
    Build build = pushed(repository, "main", "Ada Lovelace", "Let carts survive the night");
    Instant start = Scenes.startOf(build);
    stage.write(build, "checkout", List.of("Fetched " + build.request().ref()));
    stage.write(build, "web: RUN npm ci", List.of("added 214 packages in 7s"));
    stage.write(build, "web: RUN npm test", testLines(25, false));
    stage
        .queue()
        .report(
            build.id(),
            1,
            List.of(
                scenes.step("checkout", Kind.CHECKOUT, Status.SUCCEEDED, 0, 130, false, start),
                scenes.step(
                    "web: FROM node:24-slim", Kind.IMAGE, Status.SUCCEEDED, 130, 400, true, start),
                scenes.step(
                    "web: RUN npm ci", Kind.IMAGE, Status.SUCCEEDED, 400, 8100, false, start),
                scenes.step(
                    "web: RUN npm test", Kind.IMAGE, Status.RUNNING, 8100, null, false, start)));
    Thread.ofVirtual()
        .start(() -> {
          var tick = new LinkedBlockingQueue<String>();
          int n = 26;
          while (stage.builds().find(build.id()).orElseThrow().state()
              instanceof BuildState.Running) {
            try {
              tick.poll(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              return;
            }
            stage.queue().renew(build.id(), 1);
            stage.write(build, "web: RUN npm test", testLines(n, false).subList(n - 1, n));
            n++;
          }
        });
  }
}
