package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.pipeline.Problem;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemPlacesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '´',
      textBlock =
          """
          steps: [{ name: a b, image: x }]                          | steps[0].name            | 17 | no name of a step          | as in a-b
          steps: [{ name: 5, image: x }]                            | steps[0].name            | 17 | read as a number           | put it in quotes: "5"
          steps: [{ name: a }]                                      | steps[0].image           | 9  | `image` is missing         | add `image: node:22`
          steps: [{ name: a, image: x, comands: [] }]               | steps[0].comands         | 30 | no key `comands`           | did you mean `commands`?
          steps: [{ name: a, image: X Y }]                          | steps[0].image           | 27 | is no image                | write it like busybox:1.37
          steps: [{ name: a, image: x, cache: m2 }]                 | steps[0].cache           | 37 | no folder to keep          | absolute path in the container
          steps: [{ name: a, image: x, depends_on: b }]             | steps[0].depends_on      | 42 | there is no step `b`       | did you mean `a`?
          steps: [{ name: a, image: x, depends_on: [a] }]           | steps[0].depends_on      | 42 | a waits for itself         | without it a step waits for the one above
          steps: [{ name: a, image: x, failure: stop }]             | steps[0].failure         | 39 | there is no answer to a failure `stop` | known here: ignore
          steps: [{ name: a, image: x, timeout: 0s }]               | steps[0].timeout         | 39 | is no duration above zero  | write it like 500ms
          steps: [{ name: a, image: x, resources: { cpus: x } }]    | steps[0].resources.cpus  | 49 | is no number of cores      | write it like 0.5 or 2
          steps: [{ name: a, image: x, resources: { memory: 1M } }] | steps[0].resources.memory | 51 | no container starts       | at least 6M
          steps: [{ name: a, image: x, env: { A: { secret: B } } }] | steps[0].env.A.secret    | 42 | there is no key `secret`   | known here: from_secret
          steps: [{ name: a, image: x, env: { A: "${B}" } }]        | steps[0].env.A           | 40 | there is no variable `${B}` | known are BRANCH
          steps: { name: a }                                        | steps                    | 8  | expected a list of maps, found a map | write `steps: [{
          services: [{ name: a_b, image: x }]                       | services[0].name         | 20 | is no name                 | as in a-b
          services: [{ name: a, image: x, command: a && b }]        | services[0].command      | 42 | needs a shell              | ''
          concurrency: { grp: x }                                   | concurrency.grp          | 16 | there is no key `grp`      | known here: group
          build: { engine: podman }                                 | build.engine             | 18 | there is no engine `podman` | known here: auto, buildkit, docker, jib
          build: { engine: dokcer }                                 | build.engine             | 18 | there is no engine `dokcer` | did you mean `docker`?
          build: { cache: no }                                      | build.cache              | 17 | there is no cache `no`     | known here: off, local, registry
          build: { platforms: [amd64] }                             | build.platforms[0]       | 22 | is no platform             | linux/amd64
          build: { secrets: [a-b] }                                 | build.secrets[0]         | 20 | is no name of a secret     | under which it is stored
          build: { when: { path: /a } }                             | build.when.path          | 24 | can match nothing          | relative to the repository's root
          build: { args: { A: "${SHAA}" } }                         | build.args.A             | 21 | there is no variable       | write $$ for a $
          tags: [a, "${X}"]                                         | tags[1]                  | 11 | there is no variable `${X}` | known are
          tags: [a, "${X"]                                          | tags[1]                  | 11 | `${` is not followed by    | write $$
          deploy: { hosts: [a, b c] }                               | deploy.hosts[1]          | 22 | is no host name            | shop.example.com
          deploy: { build: sop }                                    | deploy.build             | 18 | there is no image `sop`    | did you mean `shop`?
          deploy: { approval: manual }                              | deploy.approval          | 11 | `approval` is not carried out by this version of Slipway yet | remove it
          deploy: { approval: manual }                              | deploy.approval          | 11 | is not carried out         | remove it
          sync: { to: shop }                                        | sync.to                  | 13 | is no repository           | ghcr.io/acme/shop
          sync: [{ tags: v1 }]                                      | sync[0].to               | 8  | `to` is missing            | add `to: ghcr.io/acme/shop`
          sync: [{ to: a.io/b, tags: ["v 1"] }]                     | sync[0].tags[0]          | 29 | is no pattern of tags      | write one like v*
          sync: [{ to: a.io/b, build: sop }]                        | sync[0].build            | 29 | there is no image `sop`    | did you mean `shop`?
          sync: [{ to: a.io/b }, { to: a.io/b }]                    | sync[1].to               | 30 | is copied to `a.io/b` already | in one entry
          preview: { on: pull_request }                             | preview                  | 1  | is not carried out         | remove it
          preview: { on: push }                                     | preview.on               | 16 | there is no event `push`   | known here: pull_request
          tags: [${SHA}]                                            | ''                       | 9  | this is no YAML            | write "${NAME}" in quotes
          retries: 3                                                | retries                  | 1  | there is no key `retries`  | known here: name, when
          """)
  void everyProblemHasItsPlaceAndSaysWhatToWrite(
      String file, String path, int column, String message, String hint) {
    assertThat(Read.problems(file))
        .anySatisfy(problem -> {
          assertThat(problem.path()).isEqualTo(path.equals("''") ? "" : path);
          assertThat(problem.line()).isEqualTo(1);
          assertThat(problem.column()).isEqualTo(column);
          assertThat(problem.message()).contains(message);
          assertThat(problem.hint()).contains(hint.equals("''") ? "" : hint);
        });
  }

  @Test
  void stepsThatWaitForEachOtherAreNamedOnce() {
    assertThat(
            Read.problems(
                """
                steps:
                  - { name: a, image: x, depends_on: c }
                  - { name: b, image: x }
                  - { name: c, image: x, depends_on: [b] }
                  - { name: d, image: x, depends_on: [d] }
                """))
        .extracting(Problem::toString)
        .containsExactly(
            "line 2, column 38: steps[0].depends_on: these steps wait for each other: a, c, b",
            "line 5, column 38: steps[3].depends_on: the step d waits for itself");
  }

  @Test
  void stepsWithoutNamesHaveNoOrder() {
    assertThat(Read.problems("steps: [{ image: x, depends_on: [\"\"] }, { image: x }]"))
        .extracting(Problem::path)
        .containsExactly("steps[0].name", "steps[0].depends_on[0]", "steps[1].name");
  }

  @Test
  void namesAreUniqueAmongStepsServicesAndImages() {
    assertThat(
            Read.problems(
                """
                build: [{ name: web }, { name: web }]
                steps:
                  - { name: web, image: x }
                  - { name: db, image: x }
                services:
                  - { name: db, image: x }
                deploy: false
                """))
        .extracting(Problem::toString)
        .containsExactly(
            "line 1, column 32: build[1].name: an image is called `web` already",
            "line 3, column 13: steps[0].name: an image is called `web` already",
            "line 6, column 13: services[0].name: a step is called `db` already");
  }

  @Test
  void aSecretIsNeverPutIntoAText() {
    assertThat(
            Read.problems(
                """
                env: { TOKEN: { from_secret: T } }
                tags: ["${TOKEN}"]
                """))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.message()).contains("secrets are never put into texts");
          assertThat(problem.hint()).contains("from_secret");
          assertThat(problem.line()).isEqualTo(2);
        });
  }

  @Test
  void problemsOfTheWholeFileAreToldTogether() {
    assertThat(
            Read.problems(
                """
                naem: shop
                timeout: 30
                steps:
                  - name: a
                    comands: [make]
                build: { engin: jib }
                deploy:
                  approval: maybe
                  port: 0
                """))
        .extracting(problem -> problem.line() + " " + problem.path())
        .containsExactly(
            "1 naem",
            "2 timeout",
            "4 steps[0].image",
            "5 steps[0].comands",
            "6 build.engin",
            "8 deploy.approval",
            "8 deploy.approval",
            "9 deploy.port");
  }

  @Test
  void noMoreProblemsAreKeptThanAnybodyReads() {
    String file =
        IntStream.range(0, 1000).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
    assertThat(Read.problems(file)).hasSize(200);
  }
}
