package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.config.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A Maven project without a Dockerfile, from its push to the live site. Where Docker Hub cannot be
 * reached, the step's image is a JDK whose {@code mvn} is a script that does the least of {@code
 * mvn package}: {@code docker/offline/java.sh}. Steps, jar, layers, registry and rollout are real.
 */
@Timeout(300)
class JavaProjectIT {
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.acme</groupId>
        <artifactId>shop</artifactId>
        <version>1.0</version>
        <properties>
          <maven.compiler.release>25</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <build><plugins><plugin>
          <artifactId>maven-jar-plugin</artifactId>
          <configuration><archive><manifest>
            <mainClass>com.acme.Shop</mainClass>
          </manifest></archive></configuration>
        </plugin></plugins></build>
      </project>
      """;
  private static final String SHOP =
      """
      package com.acme;

      import com.sun.net.httpserver.HttpServer;
      import java.net.InetSocketAddress;

      public class Shop {
        public static void main(String[] args) throws Exception {
          HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
          server.createContext("/", exchange -> {
            byte[] page = "hello of GREETING".getBytes();
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
          });
          server.start();
        }
      }
      """;

  private static Path folder;
  private static OutsideRegistry registry;
  private static RunningSlipway slipway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    makeImages();
    folder = Files.createTempDirectory("slipway-it-");
    registry = OutsideRegistry.start(folder);
    slipway =
        RunningSlipway.start(
            Map.of(
                Setting.REGISTRY,
                registry.host(),
                Setting.REGISTRY_CREDENTIALS_FILE,
                registry.login(OutsideRegistry.PASSWORD).toString()));
    api = slipway.api();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
    registry.close();
    Leftovers.delete(folder);
  }

  @Test
  void itIsPackagedInAStepAndGoesLive() throws Exception {
    Developer ann = project("shop", "Maven");
    String build = ann.push();
    api.awaitDeployment(build, "live");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("hello of Maven");
    assertThat(api.build(build).get("steps").findValuesAsText("name"))
        .containsSubsequence("checkout", "pipeline", "package", "jar");
    assertThat(log(build))
        .contains(
            "shop has no Dockerfile, but pom.xml: packaged in step package with"
                + " maven:3.9-eclipse-temurin-25, and its jar becomes an image",
            "target/shop-1.0.jar: main class com.acme.Shop");
    assertThat(slipway.data().resolve("java")).isEmptyDirectory();
  }

  @Test
  void itsImageIsAssembledInTheRegistryOnABaseOfTheRepositorysChoice() throws Exception {
    Developer bob = slipway.developer("base");
    bob.file("Dockerfile", "FROM eclipse-temurin:25-jre\nRUN true\nEXPOSE 8080\n");
    api.awaitBuild(bob.push("refs/heads/base"), "succeeded");
    String base = registry.host() + "/acme/base:" + bob.sha().substring(0, 7);

    Developer ann = project("store", "Jib");
    ann.file(".slipway.yml", "build: { args: { JAVA_IMAGE: '%s' } }\n".formatted(base));
    String build = ann.push();
    api.awaitDeployment(build, "live");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("hello of Jib");
    assertThat(log(build)).contains("no engine needed").doesNotContain("left to the engine");
  }

  @Test
  void aJarWithoutAMainClassFailsInWords() throws Exception {
    Developer ann = project("library", "nobody");
    ann.file("pom.xml", POM.replaceAll("(?s)<build>.*</build>", ""));
    JsonNode failure = api.awaitBuild(ann.push(), "failed").get("failure");
    assertThat(failure.get("kind").asText()).isEqualTo("step");
    assertThat(failure.get("step").asText()).isEqualTo("jar");
    assertThat(failure.get("message").asText())
        .isEqualTo("no jar names its main class: target/shop-1.0.jar");
  }

  private static Developer project(String name, String greeting) throws Exception {
    return slipway
        .developer(name)
        .file("pom.xml", POM)
        .file("src/main/java/com/acme/Shop.java", SHOP.replace("GREETING", greeting));
  }

  private static String log(String build) throws Exception {
    return api.send("GET", "/api/v1/builds/" + build + "/log.txt", new byte[0]).body();
  }

  /** Only those that the engine does not have, and only where they cannot be pulled. */
  private static void makeImages() throws Exception {
    ProcessBuilder make =
        new ProcessBuilder("../docker/offline/make", "java")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    make.environment().put("JAVA_HOME", System.getProperty("java.home"));
    assertThat(make.start().waitFor()).isZero();
  }
}
