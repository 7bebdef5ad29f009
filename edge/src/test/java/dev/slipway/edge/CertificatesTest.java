package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() throws Exception {
    RunningEdge.get(vertx.close());
  }

  @Test
  void coverTheHostsOfTheirSubjectAlternativeNames() throws Exception {
    TestCertificate.of(directory, "EC", "Shop.localhost", "*.apps.localhost")
        .write(folder(), "one");
    Certificates certificates = new Certificates(vertx, folder());
    assertThat(certificates.read()).isTrue();
    assertThat(certificates.read()).isFalse();
    assertThat(certificates.cover("shop.localhost")).isTrue();
    assertThat(certificates.cover("a.apps.localhost")).isTrue();
    assertThat(certificates.cover("a.b.apps.localhost")).isFalse();
    assertThat(certificates.cover("apps.localhost")).isFalse();
    assertThat(certificates.cover("localhost")).isFalse();
  }

  @Test
  void areNoneWithoutTheirFolderUntilItIsThere() throws Exception {
    Certificates certificates = new Certificates(vertx, folder());
    assertThat(certificates.read()).isFalse();
    assertThat(certificates.isEmpty()).isTrue();
    TestCertificate.of(directory, "EC", "shop.localhost").write(folder(), "one");
    assertThat(certificates.read()).isTrue();
    assertThat(certificates.isEmpty()).isFalse();
  }

  @Test
  void goWithTheirFiles() throws Exception {
    TestCertificate.of(directory, "EC", "a.localhost").write(folder(), "a");
    TestCertificate.of(directory, "EC", "b.localhost").write(folder(), "b");
    Certificates certificates = new Certificates(vertx, folder());
    certificates.read();
    Files.delete(folder().resolve("a.crt"));
    assertThat(certificates.read()).isTrue();
    assertThat(certificates.cover("a.localhost")).isFalse();
    assertThat(certificates.cover("b.localhost")).isTrue();
  }

  private Path folder() {
    return directory.resolve("certificates");
  }
}
