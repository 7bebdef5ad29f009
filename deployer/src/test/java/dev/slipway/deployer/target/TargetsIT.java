package dev.slipway.deployer.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetContract;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.TargetKind;
import dev.slipway.core.deploy.Targets;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.deployer.target.ConfiguredTargets.Common;
import dev.slipway.deployer.target.docker.PullLogins;
import dev.slipway.deployer.target.docker.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract through TLS, as with an engine on another machine. */
class TargetsIT extends TargetContract {
  private static final TestImages IMAGES = new TestImages();
  private static final String OURS = IMAGES.installation + "-a";
  private static final String THEIRS = IMAGES.installation + "-b";
  private static final TestCertificates CERTIFICATES = new TestCertificates();
  @TempDir static @Nullable Path folder;
  private static @Nullable TlsFront front;
  private static @Nullable ImageReference busybox;
  private final List<ConfiguredTargets> opened = new ArrayList<>();

  @BeforeAll
  static void listen() throws Exception {
    front = new TlsFront(CERTIFICATES.server(), Path.of("/var/run/docker.sock"));
    CERTIFICATES.clientFolder(folder().resolve("client"));
    busybox = IMAGES.busybox();
  }

  @AfterEach
  void removeContainers() {
    opened.forEach(ConfiguredTargets::close);
    IMAGES.removeContainers(OURS);
    IMAGES.removeContainers(THEIRS);
  }

  @AfterAll
  static void removeTheRest() throws Exception {
    Objects.requireNonNull(front).close();
    IMAGES.close();
  }

  @Override
  protected Target target() {
    return staging(OURS);
  }

  @Override
  protected Target foreignTarget() {
    return staging(THEIRS);
  }

  @Override
  protected ImageReference image() {
    return Objects.requireNonNull(busybox);
  }

  @Override
  protected ImageReference imageWithHealthCheck(String name, String healthCheck) throws Exception {
    return IMAGES.image(name, "HEALTHCHECK " + healthCheck);
  }

  @Override
  protected boolean freezes() {
    return true;
  }

  private Target staging(String installation) {
    try {
      return open(installation, byTls(folder().resolve("client"))).find("staging").orElseThrow();
    } catch (TargetException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void targetsAreFoundByTheirNames() throws Exception {
    Targets targets =
        open(
            OURS,
            byTls(folder().resolve("client")),
            definition("cluster", TargetKind.SWARM, null, null));

    assertThat(targets.names()).containsExactly("docker", "staging", "cluster");
    assertThat(targets.find("attic")).isEmpty();
    assertThat(targets.cleanUp("staging")).isPresent();
    assertThat(targets.nodes("staging")).isEmpty();
    assertThat(targets.nodes("cluster")).isPresent();
  }

  @Test
  void theTargetBesideSlipwayCanBeSetUpAnew() throws Exception {
    Targets targets = open(OURS, definition("docker", TargetKind.SWARM, null, null));

    assertThat(targets.names()).containsExactly("docker");
    assertThat(targets.nodes("docker")).isPresent();
  }

  @Test
  void whatAnotherEngineRunsIsSeenOnTheFirst() throws Exception {
    Instance instance = start("staged", Behaviour.SERVES, 1).only();

    Target beside = open(OURS).find(Targets.USUAL).orElseThrow();

    assertThat(beside.condition(instance)).isInstanceOf(Target.Condition.Running.class);
  }

  @Test
  void whoeverCannotProveWhoItIsDoesNotGetIn() throws Exception {
    Path stranger = new TestCertificates().clientFolder(folder().resolve("stranger"));
    Files.copy(
        folder().resolve("client/ca.pem"),
        stranger.resolve("ca.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    Target target = open(OURS, byTls(stranger)).find("staging").orElseThrow();

    TargetException refused = catchThrowableOfType(TargetException.class, target::services);

    assertThat(refused).hasMessageContaining("127.0.0.1");
    assertThat(refused.hint()).contains("certificate");
  }

  @Test
  void anEngineThatCannotProveWhoItIsIsNotSpokenTo() throws Exception {
    Path deceived = new TestCertificates().clientFolder(folder().resolve("deceived"));
    Target target = open(OURS, byTls(deceived)).find("staging").orElseThrow();

    TargetException refused = catchThrowableOfType(TargetException.class, target::services);

    assertThat(refused).hasMessageContaining("cannot be reached");
    assertThat(refused.hint()).contains("certificate");
  }

  @Test
  void certificatesThatAreMissingAreNamed() throws Exception {
    Path empty = Files.createDirectories(folder().resolve("empty"));

    assertThatThrownBy(() -> open(OURS, byTls(empty)))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("staging")
        .hasMessageContaining(empty.resolve("ca.pem").toString());
  }

  private static TargetDefinition byTls(Path certificates) {
    return definition(
        "staging", TargetKind.DOCKER, Objects.requireNonNull(front).address(), certificates);
  }

  private static TargetDefinition definition(
      String name, TargetKind kind, @Nullable String host, @Nullable Path certificates) {
    return new TargetDefinition(name, kind, host, certificates, null, null);
  }

  private ConfiguredTargets open(String installation, TargetDefinition... definitions)
      throws TargetException {
    ConfiguredTargets targets =
        ConfiguredTargets.open(
            IMAGES.engine,
            new Common(installation, "127.0.0.1:5000", PullLogins.NONE),
            List.of(definitions));
    opened.add(targets);
    return targets;
  }

  private static Path folder() {
    return Objects.requireNonNull(folder);
  }
}
