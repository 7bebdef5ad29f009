package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.pipeline.Concurrency;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.EnvValue.FromSecret;
import dev.slipway.core.pipeline.EnvValue.Plain;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.SideService;
import dev.slipway.core.pipeline.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsSectionTest {
  @Test
  void everyKeyOfAStepIsUnderstood() {
    assertThat(
            steps(
                """
                steps:
                  - name: unit
                    image: maven:3.9-eclipse-temurin-25
                    commands: [mvn -B test, "echo ${HOME} done"]
                    env: { TOKEN: { from_secret: CODECOV_TOKEN }, REF: "${BRANCH}", N: 5 }
                    cache: [/root/.m2, /root/.m2, "/var/cache/a b"]
                    resources: { cpus: "2", memory: 2G }
                    depends_on: []
                    failure: ignore
                    timeout: 10m
                    silence_timeout: 90s
                """))
        .containsExactly(
            new Step(
                "unit",
                "maven:3.9-eclipse-temurin-25",
                List.of("mvn -B test", "echo ${HOME} done"),
                Map.of(
                    "TOKEN",
                    new FromSecret("CODECOV_TOKEN"),
                    "REF",
                    new Plain("main"),
                    "N",
                    new Plain("5")),
                List.of("/root/.m2", "/var/cache/a b"),
                new Resources(2000, 2L << 30, null),
                Set.of(),
                true,
                Duration.ofMinutes(10),
                Duration.ofSeconds(90)));
  }

  @Test
  void aStepThatSaysNothingWaitsForTheOneAbove() {
    List<Step> steps =
        steps(
            """
            steps:
              - { name: a, image: busybox }
              - { name: b, image: busybox, depends_on: }
              - { name: c, image: busybox, depends_on: [] }
              - { name: d, image: busybox }
              - { name: e, image: busybox, depends_on: [a, b] }
              - { name: f, image: busybox, depends_on: c }
            """);
    assertThat(steps)
        .extracting(Step::dependsOn)
        .containsExactly(
            Set.of(), Set.of("a"), Set.of(), Set.of("c"), Set.of("a", "b"), Set.of("c"));
    assertThat(steps.getFirst())
        .isEqualTo(
            new Step(
                "a",
                "busybox",
                List.of(),
                Map.of(),
                List.of(),
                Resources.UNLIMITED,
                Set.of(),
                false,
                null,
                null));
  }

  @Test
  void commandsMayBeOneText() {
    assertThat(steps("steps: [{ name: a, image: x, commands: make test }]").getFirst().commands())
        .containsExactly("make test");
  }

  @Test
  void everyKeyOfAServiceBesideThemIsUnderstood() {
    Pipeline pipeline =
        Read.valid(
            """
            services:
              - name: redis
                image: redis:8
                command: [redis-server, --save, ""]
                env: { PASSWORD: { from_secret: REDIS_PASSWORD } }
                healthcheck: { command: redis-cli ping }
                resources: { memory: 64M }
            """);
    assertThat(pipeline.services())
        .containsExactly(
            new SideService(
                "redis",
                "redis:8",
                List.of("redis-server", "--save", ""),
                Map.of("PASSWORD", new FromSecret("REDIS_PASSWORD")),
                List.of("redis-cli", "ping"),
                new Resources(null, 64L << 20, null)));
  }

  @Test
  void theFilesOwnVariablesReachStepsAndServicesAndTheirOwnWin() {
    Pipeline pipeline =
        Read.valid(
            """
            env: { TZ: UTC, LEVEL: info, KEY: { from_secret: API_KEY }, ZONE: "${TZ}/${SHA_SHORT}" }
            steps: [{ name: a, image: x, env: { LEVEL: debug, KEY: none } }]
            services: [{ name: b, image: x }]
            build: { secrets: [NPM_TOKEN] }
            """);
    Map<String, EnvValue> shared =
        Map.of(
            "TZ",
            new Plain("UTC"),
            "LEVEL",
            new Plain("info"),
            "KEY",
            new FromSecret("API_KEY"),
            "ZONE",
            new Plain("UTC/0123456"));
    assertThat(pipeline.services().getFirst().env()).isEqualTo(shared);
    assertThat(pipeline.steps().getFirst().env())
        .containsEntry("LEVEL", new Plain("debug"))
        .containsEntry("KEY", new Plain("none"))
        .containsEntry("TZ", new Plain("UTC"));
    assertThat(pipeline.builds().getFirst().secrets()).containsExactly("NPM_TOKEN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "concurrency: deploys                                              | deploys | false",
        "concurrency: \"${BRANCH}\"                                        | main    | false",
        "concurrency: { group: \"${BRANCH}\", cancel_in_progress: true }   | main    | true",
        "concurrency: { group: all, cancel_in_progress: false }            | all     | false",
      })
  void concurrencyIsATextOrAMap(String file, String group, boolean cancel) {
    assertThat(Read.valid(file).concurrency()).isEqualTo(new Concurrency(group, cancel));
  }

  @Test
  void aGroupWhoseVariablesStandForNothingIsNone() {
    assertThat(Read.valid("concurrency: \"${TAG}\"").concurrency()).isNull();
    assertThat(Read.valid("").concurrency()).isNull();
  }

  private static List<Step> steps(String file) {
    return Read.valid(file).steps();
  }
}
