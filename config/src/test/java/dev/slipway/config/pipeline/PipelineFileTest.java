package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.HealthCheck.Statuses;
import dev.slipway.core.pipeline.HostPath;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader.Context;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.UpdatePlan.Canary;
import dev.slipway.core.pipeline.UpdatePlan.FailureAction;
import dev.slipway.core.pipeline.UpdatePlan.Order;
import dev.slipway.core.pipeline.UpdatePlan.ReleaseCommand;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.pipeline.Workload.Volume;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineFileTest {
  private static final Context MAIN =
      new Context(
          new RepositoryName("acme/My_Shop"),
          GitRef.ofBranch("main"),
          new CommitSha("0123456789abcdef0123456789abcdef01234567"),
          7);

  @Test
  void withoutAFileEverythingIsInferred() {
    Pipeline pipeline = valid(null);
    assertThat(pipeline.builds())
        .containsExactly(new ImageBuild("my-shop", "", "Dockerfile", null, Map.of()));
    assertThat(pipeline.tags()).containsExactly("0123456");
    DeploySpec deploy = pipeline.deploys().getFirst();
    assertThat(deploy.service()).isEqualTo("my-shop");
    assertThat(deploy.environment()).isEqualTo("production");
    assertThat(deploy.hosts()).containsExactly(HostPath.parse("my-shop.localhost"));
    assertThat(deploy.workload().port()).isNull();
    assertThat(deploy.healthCheck()).isEqualTo(HealthCheck.DEFAULT);
  }

  @Test
  void anEmptyFileMeansTheSameAsNone() {
    assertThat(valid("")).isEqualTo(valid(null));
    assertThat(valid("# nothing yet\n")).isEqualTo(valid(null));
  }

  @Test
  void theSmallestUsefulFileIsUnderstood() {
    DeploySpec deploy = valid("deploy:\n  port: 8080\n  healthcheck: /up\n").deploys().getFirst();
    assertThat(deploy.workload().port()).isEqualTo(8080);
    assertThat(deploy.healthCheck().probe()).isEqualTo(new Probe.Http("/up"));
    assertThat(deploy.healthCheck().retries()).isEqualTo(60);
  }

  @Test
  void everyKeyOfAServiceIsUnderstood() {
    DeploySpec deploy =
        valid(
                """
                env: { TZ: UTC }
                build: { name: web, context: ./app/, dockerfile: Dockerfile.prod, target: run, args: { V: "${SHA}" } }
                deploy:
                  environment: staging
                  service: web
                  when: { branch: develop }
                  target: docker
                  hosts: ["${SHA_SHORT}.Example.com", example.com/api/]
                  port: 80
                  replicas: 2
                  command: ["./run", "--fast"]
                  healthcheck: { path: /up, status: 200-299, interval: 250ms, timeout: 2s, retries: 5, start_period: 10s }
                  stop_grace_period: 5s
                  env: { LOG: info, ZONE: "${TZ}", PRICE: "5$$", KEY: { from_secret: API_KEY } }
                  resources: { cpus: "1.5", memory: 768M, pids: 200 }
                  release_command: { command: ./migrate, timeout: 5m }
                  not_reversible: true
                  proxy: { max_body: 25M, response_timeout: 1m }
                  update_config: { order: start-first, parallelism: 1, monitor: 30s, failure_action: pause, standby: 1m }
                  canary: { steps: [5%, 25%, 100%], hold: 1m }
                  volumes: ["uploads:/app/uploads", "themes:/app/themes:ro"]
                  retain_releases: 3
                """)
            .deploys()
            .getFirst();
    assertThat(deploy)
        .isEqualTo(
            new DeploySpec(
                "staging",
                "web",
                "web",
                "docker",
                "develop",
                List.of(HostPath.parse("0123456.example.com"), HostPath.parse("example.com/api")),
                new EdgeLimits(25L << 20, Duration.ofMinutes(1)),
                2,
                new Workload(
                    80,
                    List.of("./run", "--fast"),
                    Map.of(
                        "LOG", new EnvValue.Plain("info"),
                        "ZONE", new EnvValue.Plain("UTC"),
                        "PRICE", new EnvValue.Plain("5$"),
                        "KEY", new EnvValue.FromSecret("API_KEY")),
                    List.of(
                        new Volume("uploads", "/app/uploads", false),
                        new Volume("themes", "/app/themes", true)),
                    new Resources(1500, 768L << 20, 200),
                    Duration.ofSeconds(5)),
                new HealthCheck(
                    new Probe.Http("/up", new Statuses(200, 299)),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(2),
                    5,
                    Duration.ofSeconds(10)),
                new UpdatePlan(
                    Order.START_FIRST,
                    1,
                    Duration.ofSeconds(30),
                    FailureAction.PAUSE,
                    new Canary(List.of(5, 25, 100), Duration.ofMinutes(1)),
                    new ReleaseCommand(List.of("./migrate"), Duration.ofMinutes(5)),
                    false,
                    Duration.ofMinutes(1)),
                3));
  }

  @Test
  void buildMayBeAFolder() {
    assertThat(valid("build: ./app\n").builds().getFirst().context()).isEqualTo("app");
    assertThat(valid("build: .\n").builds().getFirst().context()).isEmpty();
  }

  @Test
  void severalImagesMakeSeveralServices() {
    Pipeline pipeline =
        valid(
            """
            build:
              - { name: web, context: web }
              - { name: api, context: api }
            deploy:
              - { build: web, port: 80 }
              - { build: api, port: 81 }
            """);
    assertThat(pipeline.deploys()).extracting(DeploySpec::service).containsExactly("web", "api");
  }

  @Test
  void anotherEnvironmentGetsItsOwnHost() {
    assertThat(valid("deploy: { environment: staging }").deploys().getFirst().hosts())
        .containsExactly(HostPath.parse("my-shop-staging.localhost"));
  }

  @Test
  void deployFalseDeploysNothing() {
    assertThat(valid("deploy: false\n").deploys()).isEmpty();
  }

  @Test
  void tagsAreBentIntoShapeAndEmptyOnesLeftOut() {
    Context branch =
        new Context(MAIN.repository(), GitRef.ofBranch("feature/größe"), MAIN.sha(), 7);
    String file = "tags: [\"${BRANCH}\", \"${TAG}\", \"b${BUILD_NUMBER}\", latest, latest]\n";
    Reading reading = new PipelineFile().read(bytes(file), branch);
    assertThat(((Reading.Valid) reading).pipeline().tags())
        .containsExactly("feature-gr-e", "b7", "latest");
  }

  @Test
  void allProblemsAreToldAtOnceInOrder() {
    List<Problem> problems =
        invalid(
            """
            naem: shop
            deploy:
              prot: 8080
              port: 99999
              healthcheck: up
            """);
    assertThat(problems).extracting(Problem::line).containsExactly(1, 3, 4, 5);
    assertThat(problems.getFirst().hint()).isEqualTo("did you mean `name`?");
    assertThat(problems.get(1).path()).isEqualTo("deploy.prot");
    assertThat(problems.get(1).column()).isEqualTo(3);
    assertThat(problems.get(1).hint()).isEqualTo("did you mean `port`?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps: []                                       | the list is empty",
        "deploy: { canary: {} }                          | is missing",
        "deploy: { canary: { steps: [25%, 5%, 100%] } }  | the shares do not grow to 100%",
        "deploy: { canary: { steps: [5%, 25%] } }        | the shares do not grow to 100%",
        "deploy: { volumes: [\"a:/x\", \"b:/x\"] }       | /x is mounted twice",
        "deploy: { healthcheck: { status: 200 } }        | a status needs a path",
        "deploy: { healthcheck: { path: /, command: a } } | cannot both be asked",
        "deploy: { healthcheck: { path: /, status: 300-200 } } | holds no status",
        "deploy: { approval: manual }                    | is not carried out by this version",
        "deploy: 5                                       | expected a map",
        "deploy: { port: http }                          | is no number from 1 to 65535",
        "deploy: { service: My Shop }                    | is no name",
        "deploy: { hosts: [\"http://x\"] }                 | is no host name",
        "deploy: { build: api }                          | there is no image `api`",
        "deploy: { env: { 1A: x } }                      | is no name of a variable",
        "deploy: { resources: { cpus: many } }           | is no number of cores",
        "deploy: { resources: { memory: 5Q } }           | is no size",
        "deploy: { healthcheck: { interval: 5 } }        | is no duration",
        "deploy: { healthcheck: [a] }                    | expected a path or tcp or a map",
        "deploy: [ { port: 1 }, { port: 2 } ]            | is deployed twice",
        "build: ../other                                 | leads out of the repository",
        "build: { dockerfile: /etc/passwd }              | leads out of the repository",
        "build: [ { context: a } ]                       | `name` is missing",
        "build: []                                       | the list is empty",
        "tags: [\"${NOPE}\"]                               | there is no variable `${NOPE}`",
        "[a, b]                                          | expected a map, found a list",
        "{ \"a                                            | this is no YAML",
      })
  void refusesWhatCannotBeCarriedOut(String file, String message) {
    assertThat(invalid(file))
        .anySatisfy(problem -> assertThat(problem.message()).contains(message));
  }

  @Test
  void aFileBeyondTheLimitIsRefused() {
    assertThat(invalid("#" + "x".repeat(256 * 1024)).getFirst().message()).contains("256 kB");
  }

  private static Pipeline valid(@org.jspecify.annotations.Nullable String file) {
    Reading reading = new PipelineFile().read(file == null ? null : bytes(file), MAIN);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    return ((Reading.Valid) reading).pipeline();
  }

  private static List<Problem> invalid(String file) {
    Reading reading = new PipelineFile().read(bytes(file), MAIN);
    assertThat(reading).isInstanceOf(Reading.Invalid.class);
    return ((Reading.Invalid) reading).problems();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
