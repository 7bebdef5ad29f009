package dev.slipway.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.server.pipeline.Verbs.Ended;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  private static final String WRONG =
      """
      naem: shop
      deploy:
      \thosts: x
      """;

  @TempDir private Path temporary;
  private Path shop;

  @BeforeEach
  void makeAWorkTree() throws IOException {
    shop = Files.createDirectories(temporary.resolve("My_Shop"));
    Files.createDirectories(shop.resolve(".git"));
  }

  @Test
  void aValidFileIsSummedUp() throws IOException {
    write(
        """
        steps: [{ name: unit, image: busybox }, { name: lint, image: busybox }]
        services: [{ name: redis, image: "redis:8" }]
        build: { context: app, secrets: [NPM_TOKEN] }
        deploy: { port: 80 }
        """);
    Ended ended = validate();
    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines())
        .containsExactly(
            "step unit in busybox at once",
            "step lint in busybox after unit",
            "service redis from redis:8",
            "build my-shop from app/Dockerfile",
            "deploy my-shop to production as my-shop.localhost",
            "secrets NPM_TOKEN");
  }

  @Test
  void everyProblemIsToldAsCompilersDo() throws IOException {
    write("naem: shop\ndeploy:\n  port: 99999\n");
    Ended ended = validate();
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines())
        .containsExactly(
            ".slipway.yml:1:1: naem: there is no key `naem`",
            "  hint: did you mean `name`?",
            ".slipway.yml:3:9: deploy.port: `99999` is no number from 1 to 65535",
            "slipway: .slipway.yml has 2 problems",
            "what each key means: slipway docs");
  }

  @Test
  void aPersonSeesTheLineAndTheMark() throws IOException {
    write("name: ü\ntags: [\"größe 😀\", \"${X}\"]\n");
    Ended ended = new Verbs(shop, true, "").run("validate");
    assertThat(ended.err().replaceAll("\u001b\\[[0-9]+m", "").lines())
        .startsWith(
            ".slipway.yml:2:19: tags[1]: there is no variable `${X}`",
            "  | tags: [\"größe 😀\", \"${X}\"]",
            "  |                   ^");
  }

  @Test
  void tabsAndLongLinesKeepTheirMarkInPlace() throws IOException {
    write("name: [" + "a, ".repeat(100) + "{ x: \u001b[31m } ]\n");
    Ended ended = new Verbs(shop, true, "").run("validate");
    assertThat(ended.err().lines()).allMatch(line -> line.length() < 200);
    write(WRONG);
    assertThat(new Verbs(shop, true, "").run("validate").err()).contains("  |  hosts: x");
  }

  @Test
  void jsonHoldsWhatTheApiWouldSay() throws IOException {
    write("deploy: { prot: 80 }\n");
    Ended ended = validate("--json");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).isEmpty();
    JsonObject answer = new JsonObject(ended.out());
    assertThat(answer.getString("file")).isEqualTo(".slipway.yml");
    assertThat(answer.getBoolean("valid")).isFalse();
    assertThat(answer.getJsonArray("problems").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("path", "deploy.prot")
                .put("line", 1)
                .put("column", 11)
                .put("message", "there is no key `prot`")
                .put("hint", "did you mean `port`?"));
  }

  @Test
  void jsonOfAValidFileNamesItsSecrets() throws IOException {
    write("build: { secrets: [B, A] }\n");
    JsonObject answer = new JsonObject(validate("--json").out());
    assertThat(answer.getBoolean("valid")).isTrue();
    assertThat(answer.getJsonArray("problems")).isEmpty();
    assertThat(answer.getJsonArray("secrets")).containsExactly("A", "B");
    assertThat(answer.getJsonArray("summary").getString(0)).startsWith("build my-shop");
  }

  @Test
  void theFileOfTheWorkTreeIsFoundFromBelow() throws IOException {
    write("timeout: soon\n");
    Path below = Files.createDirectories(shop.resolve("src/main"));
    assertThat(new Verbs(below, false, "").run("validate").err())
        .startsWith("../../.slipway.yml:1:10: timeout: ");
  }

  @Test
  void standardInputIsAFileToo() {
    Ended ended = new Verbs(shop, false, "timeout: soon\n").run("validate", "-");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).startsWith("stdin:1:10: timeout: ");
    assertThat(new Verbs(shop, false, "name: x").run("validate", "-").exit()).isZero();
  }

  @Test
  void withoutAFileTheDockerfileSaysItAll() throws IOException {
    Files.writeString(shop.resolve("Dockerfile"), "FROM scratch\n");
    for (String[] args : new String[][] {{"validate"}, {"validate", ".slipway.yml"}}) {
      Ended ended = new Verbs(shop, false, "").run(args);
      assertThat(ended.exit()).isZero();
      assertThat(ended.err()).contains("everything is inferred from the Dockerfile");
      assertThat(ended.out()).contains("build my-shop from ./Dockerfile", "as my-shop.localhost");
    }
  }

  @Test
  void withNeitherThereIsNothingToBuild() {
    Ended ended = validate();
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("neither .slipway.yml nor a Dockerfile", shop.toString());
    assertThat(validate("typo.yml").exit()).isEqualTo(2);
    assertThat(validate("typo.yml").err()).contains("there is no file typo.yml");
  }

  private void write(String file) throws IOException {
    Files.writeString(shop.resolve(".slipway.yml"), file);
  }

  private Ended validate(String... more) {
    String[] args = new String[more.length + 1];
    args[0] = "validate";
    System.arraycopy(more, 0, args, 1, more.length);
    return new Verbs(shop, false, "").run(args);
  }
}
