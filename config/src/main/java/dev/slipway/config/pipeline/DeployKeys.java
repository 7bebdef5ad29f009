package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Form;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Amount;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Truth;
import dev.slipway.config.shape.Shape.Whole;
import dev.slipway.config.shape.Shape.Word;
import dev.slipway.config.shape.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The keys of one deployed service. */
final class DeployKeys {
  private static final int MOST_REPLICAS = 64;
  private static final int MOST_HOSTS = 50;
  private static final int MOST_VOLUMES = 20;
  private static final int MOST_RELEASES = 100;

  private static final Text BRANCH =
      Text.of(
          Form.strict(
              "a branch",
              255,
              "(?!refs/heads/)[^\\x00-\\x20\\x7f*?\\[\\\\^~:]+",
              "is no name of a branch",
              "write one branch by its name, as in main"));

  private static final Section WHEN =
      Section.of(
          "deploy_conditions",
          Key.of("branch", "The branch that deploys.", BRANCH).needed().like("branch: main"));

  private static final Section UPDATE =
      Section.of(
          "update_config",
          Key.of(
              "order",
              "Whether new containers start before old ones stop.",
              new Word("order", List.of("start-first", "stop-first"))),
          Key.of("parallelism", "Containers that are changed at a time.", replicas()),
          Key.of("monitor", "How long to watch after the change.", new Amount(Unit.DURATION))
              .like("monitor: 30s"),
          Key.of(
              "failure_action",
              "What to do on trouble.",
              new Word("answer to a failure", List.of("rollback", "pause", "continue"))),
          Key.of(
                  "standby",
                  "How long the release before stays frozen, ready to take the traffic back.",
                  new Amount(Unit.DURATION))
              .like("standby: 10m"));

  private static final Section RELEASE_COMMAND =
      Section.of(
          "release_command",
          Key.of("command", "What to run.", ContainerKeys.COMMAND)
              .needed()
              .like("command: [./bin/migrate]"),
          Key.of("timeout", "After which it is killed.", new Amount(Unit.TIME))
              .like("timeout: 10m"));

  private static final Section PROXY =
      Section.of(
          "proxy",
          Key.of("max_body", "The largest request body.", new Amount(Unit.SIZE))
              .like("max_body: 25M"),
          Key.of(
                  "response_timeout",
                  "The longest wait for the first byte of an answer.",
                  new Amount(Unit.TIME))
              .like("response_timeout: 60s"));

  private static final Pattern SHARE = Pattern.compile("(?:100|[1-9][0-9]?)%");

  private static final Text PERCENT =
      Text.of(Form.strict("a share", 4, SHARE.pattern(), "write it like 25%"));

  private static final Section CANARY =
      Section.of(
          "canary",
          Key.of("steps", "Shares of the traffic, one after the other.", new Items(PERCENT, 1, 20))
              .needed()
              .like("steps: [5%, 25%, 100%]"),
          Key.of("hold", "How long each share is kept.", new Amount(Unit.TIME)).like("hold: 2m"));

  private static final Text VOLUME =
      Text.of(
          Form.strict(
              "a volume",
              1024,
              "[a-z0-9][a-z0-9_.-]{0,62}:/[^\\x00-\\x20\\x7f:,]+(?::ro)?",
              "write it like uploads:/app/uploads"));

  static final Section SERVICE =
      Section.of(
              "deploy",
              Key.of("environment", "Where it runs; production, if not said.", label())
                  .like("environment: staging"),
              Key.of("service", "Its name; the repository's, if not said.", label())
                  .like("service: shop"),
              Key.of("build", "Which image to run, by its name in `build`.", label())
                  .like("build: web"),
              Key.of("when", "What deploys; the default branch, if not said.", WHEN)
                  .like("when: { branch: main }"),
              Key.of(
                      "approval",
                      "Whether somebody has to agree to each rollout.",
                      new Word("kind of approval", List.of("manual", "none")))
                  .notYet(),
              Key.of("target", "A target that the administrator configured.", label())
                  .like("target: docker"),
              Key.of(
                      "hosts",
                      "Host names that lead to it, each with a path prefix if only a part of the host"
                          + " does; SERVICE.localhost, if not said.",
                      Either.listOr(Text.FREE, 0, MOST_HOSTS))
                  .like("hosts: [shop.example.com]"),
              Key.of(
                      "port",
                      "The port that it listens on; the image's EXPOSE, if not said.",
                      new Whole(1, 65_535))
                  .like("port: 8080"),
              Key.of("replicas", "How many containers run.", replicas()).like("replicas: 2"),
              Key.of("command", "Instead of what the image starts.", ContainerKeys.COMMAND)
                  .like("command: [./shop, --quiet]"),
              Key.of(
                      "release_command",
                      "Run once in the new image before any traffic reaches it; a map sets its"
                          + " timeout.",
                      releaseCommand())
                  .like("release_command: [./bin/migrate]"),
              Key.of(
                  "not_reversible",
                  "Whether the release before cannot run any more after this one, so that going back"
                      + " asks first.",
                  Truth.EITHER),
              Key.of("proxy", "Limits of its requests.", PROXY)
                  .like("proxy: { max_body: 25M, response_timeout: 60s }"),
              HealthCheckSection.KEY,
              Key.of("update_config", "How containers are exchanged.", UPDATE)
                  .like("update_config: { order: start-first, monitor: 30s }"),
              Key.of("canary", "Gives the new release its traffic bit by bit.", CANARY)
                  .like("canary: { steps: [5%, 100%], hold: 2m }"),
              Key.of("stop_grace_period", "From SIGTERM to SIGKILL.", new Amount(Unit.DURATION))
                  .like("stop_grace_period: 30s"),
              Key.of("env", "Variables of its containers.", ContainerKeys.ENV),
              Key.of(
                      "volumes",
                      "Named volumes and where they are mounted.",
                      Either.listOr(VOLUME, 0, MOST_VOLUMES))
                  .like("volumes: [uploads:/app/uploads]"),
              Key.of("resources", "Limits of each container.", ContainerKeys.RESOURCES)
                  .like("resources: { cpus: 1.5, memory: 768M }"),
              Key.of(
                      "retain_releases",
                      "How many releases can be gone back to.",
                      new Whole(1, MOST_RELEASES))
                  .like("retain_releases: 10"))
          .hinting("on", "write `when: { branch: main }`");

  private DeployKeys() {}

  static boolean isPercent(String text) {
    return SHARE.matcher(text).matches();
  }

  private static Shape releaseCommand() {
    List<Shape> shapes = new ArrayList<>(((Either) ContainerKeys.COMMAND).shapes());
    shapes.add(RELEASE_COMMAND);
    return new Either(shapes);
  }

  private static Shape label() {
    return Text.of(Names.LABEL);
  }

  private static Shape replicas() {
    return new Whole(1, MOST_REPLICAS);
  }
}
