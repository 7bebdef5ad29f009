package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.registry.RegistryCleaning;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The registry that Slipway brings along where none is configured: a CNCF Distribution container
 * with a named volume on a fixed loopback port. It outlives Slipway; every start finds it again.
 */
public final class ManagedRegistry implements RegistryCleaning {
  private static final String IMAGE = "registry:2";
  private static final String ROLE = "registry";
  private static final int INSIDE = 5000;
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Duration GLANCE = Duration.ofMillis(25);
  private static final Duration ONE_TRY = Duration.ofSeconds(2);

  /** For answers under way when it becomes read-only or writable again. */
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final Engine engine;
  private final String installation;
  private final int port;

  /**
   * The registry of an installation.
   *
   * @param installation tells it from the registries of other Slipways on the same engine
   * @param port on 127.0.0.1, chosen once and kept: it is part of every image's name
   */
  public ManagedRegistry(Engine engine, String installation, int port) {
    this.engine = engine;
    this.installation = installation;
    this.port = port;
  }

  /** {@code 127.0.0.1:PORT}, as image names begin. */
  public String address() {
    return Ports.HOST + ":" + port;
  }

  /** Whether the engine has what a registry is started from. */
  public static boolean canStartOn(Engine engine) throws TargetException {
    return engine.hasImage(IMAGE);
  }

  /** A port that is free just now, to be kept for {@link #ManagedRegistry}. */
  public static int freePort() {
    return Ports.free();
  }

  /**
   * Sees to it that the registry runs and answers; what runs already is used.
   *
   * @throws TargetException when it does not, with what to do
   */
  public void start() throws TargetException, InterruptedException {
    List<Container> found = find();
    boolean usable = found.size() == 1 && isAsWanted(found.getFirst());
    if (!usable) {
      for (Container other : found) {
        remove(other.getId());
      }
      provideImage();
      create();
    } else if (!"running".equals(found.getFirst().getState())) {
      run(found.getFirst().getId());
    } else {
      new RegistryWindow(engine, found.getFirst().getId()).end();
    }
    awaitAnswer();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Whoever calls sees to it that nobody pushes: what was uploaded and is in no manifest yet
   * would be removed, and the push refused.
   */
  @Override
  public Freed clean() throws RegistryException, InterruptedException {
    try {
      Container here =
          find().stream()
              .filter(this::isAsWanted)
              .findFirst()
              .orElseThrow(() ->
                  new TargetException(
                      "the registry's container is not on this engine",
                      "clean it from the machine whose builder started it",
                      false,
                      new IOException("no container " + name())));
      return new RegistryWindow(engine, here.getId()).clean();
    } catch (TargetException e) {
      throw new RegistryException(e.getMessage(), e.hint(), e);
    }
  }

  /** Stops and removes it; its images stay in the volume. */
  public void remove() throws TargetException {
    for (Container found : find()) {
      remove(found.getId());
    }
  }

  /** Removes the images too; the container must be gone. */
  public void forget() throws TargetException {
    engine.ask(
        "remove volume " + name(),
        docker -> {
          try {
            docker.removeVolumeCmd(name()).exec();
          } catch (NotFoundException _) {
            // The registry was never started.
          }
          return name();
        });
  }

  private List<Container> find() throws TargetException {
    return engine.ask(
        "list containers",
        docker ->
            docker
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Labels.INSTANCE, installation, Labels.ROLE, ROLE))
                .exec());
  }

  private boolean isAsWanted(Container found) {
    return String.valueOf(port).equals(found.getLabels().get(Labels.PORT))
        && RegistryScripts.GENERATION.equals(found.getLabels().get(Labels.GENERATION));
  }

  private void provideImage() throws TargetException {
    try {
      engine.provide(IMAGE, null);
    } catch (TargetException e) {
      throw new TargetException(
          "no registry is configured and the image for one cannot be had: " + e.getMessage(),
          e.retryable() && !e.getMessage().contains(IMAGE)
              ? e.hint()
              : "run script/setup, which makes "
                  + IMAGE
                  + " without Docker Hub, or set"
                  + " SLIPWAY_REGISTRY to a registry of yours",
          e.retryable(),
          e);
    }
  }

  private void create() throws TargetException {
    String id =
        engine.ask(
            "create the registry's container " + name(),
            docker ->
                docker
                    .createContainerCmd(IMAGE)
                    .withName(name())
                    .withLabels(
                        Map.of(
                            Labels.INSTANCE,
                            installation,
                            Labels.ROLE,
                            ROLE,
                            Labels.PORT,
                            String.valueOf(port),
                            Labels.GENERATION,
                            RegistryScripts.GENERATION))
                    .withEntrypoint(RegistryScripts.SERVE.command())
                    .withCmd(List.of())
                    .withEnv(
                        "REGISTRY_STORAGE_DELETE_ENABLED=true",
                        "REGISTRY_HTTP_DRAINTIMEOUT=" + DRAIN.toSeconds() + "s",
                        "REGISTRY_HTTP_ADDR=0.0.0.0:" + INSIDE)
                    .withExposedPorts(ExposedPort.tcp(INSIDE))
                    .withHostConfig(published())
                    .exec()
                    .getId());
    run(id);
  }

  private HostConfig published() {
    return HostConfig.newHostConfig()
        .withPortBindings(
            new PortBinding(Binding.bindIpAndPort(Ports.HOST, port), ExposedPort.tcp(INSIDE)))
        .withBinds(new Bind(name(), new Volume("/var/lib/registry")))
        .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
        .withSecurityOpts(List.of("no-new-privileges"));
  }

  private void run(String id) throws TargetException {
    try {
      engine.ask(
          "start the registry's container " + name(),
          docker -> {
            try {
              return docker.startContainerCmd(id).exec();
            } catch (NotModifiedException e) {
              return id;
            }
          });
    } catch (TargetException e) {
      boolean taken =
          e.getMessage().contains("port is already allocated")
              || e.getMessage().contains("address already in use");
      throw taken
          ? new TargetException(
              "the registry cannot have port " + port + " of " + Ports.HOST + ": it is taken",
              "stop what listens there (`ss -ltnp sport = :" + port + "`)",
              true,
              e)
          : e;
    }
  }

  private void remove(String id) throws TargetException {
    engine.ask(
        "remove the registry's container " + id,
        docker -> {
          try {
            return docker.removeContainerCmd(id).withForce(true).exec();
          } catch (ConflictException e) {
            // Its removal is in progress already.
            return id;
          }
        });
  }

  private void awaitAnswer() throws TargetException, InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    IOException last = new IOException("not tried");
    while (System.nanoTime() < deadline) {
      try {
        if (status() == HttpURLConnection.HTTP_OK) {
          return;
        }
      } catch (IOException e) {
        last = e;
      }
      Thread.sleep(GLANCE);
    }
    throw new TargetException(
        "the registry at " + address() + " does not answer: " + last.getMessage(),
        "`docker logs " + name() + "` shows what it says",
        true,
        last);
  }

  /**
   * By the JDK's small client: the registry is the only thing that is asked here, and only until it
   * has answered once.
   */
  private int status() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://" + address() + "/v2/").toURL().openConnection();
    connection.setConnectTimeout(Math.toIntExact(ONE_TRY.toMillis()));
    connection.setReadTimeout(Math.toIntExact(ONE_TRY.toMillis()));
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  /** Of container and volume. */
  private String name() {
    return "slipway-registry-" + installation;
  }
}
