package dev.slipway.deployer.target;

import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.Nodes;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.TargetKind;
import dev.slipway.core.deploy.Targets;
import dev.slipway.deployer.target.docker.DockerCleanUp;
import dev.slipway.deployer.target.docker.DockerTarget;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.PullLogins;
import dev.slipway.deployer.target.docker.Reach;
import dev.slipway.deployer.target.swarm.SwarmCleanUp;
import dev.slipway.deployer.target.swarm.SwarmNodes;
import dev.slipway.deployer.target.swarm.SwarmTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets that the administrator set up, and the engine beside Slipway. Engines are spoken to
 * when something is to be done there; one that is away keeps nobody from starting.
 */
public final class ConfiguredTargets implements Targets, AutoCloseable {
  private static final List<String> CERTIFICATES = List.of("ca.pem", "cert.pem", "key.pem");

  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredTargets.class);

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Deque<Engine> opened = new ArrayDeque<>();

  private ConfiguredTargets() {}

  /**
   * Sets them up.
   *
   * @param beside the engine beside Slipway, which stays the caller's to close
   * @throws TargetException when the certificates of one cannot be used
   */
  public static ConfiguredTargets open(
      Engine beside, Common common, List<TargetDefinition> definitions) throws TargetException {
    ConfiguredTargets targets = new ConfiguredTargets();
    targets.places.put(USUAL, docker(beside, common, null, null));
    try {
      for (TargetDefinition definition : definitions) {
        targets.places.put(definition.name(), targets.place(definition, beside, common));
      }
    } catch (TargetException | RuntimeException e) {
      targets.close();
      throw e;
    }
    return targets;
  }

  private Place place(TargetDefinition definition, Engine beside, Common common)
      throws TargetException {
    Engine engine = engine(definition, beside);
    return switch (definition.kind()) {
      case DOCKER -> docker(engine, common, definition.address(), definition.network());
      case SWARM -> swarm(engine, common, definition.address(), definition.network());
    };
  }

  private Engine engine(TargetDefinition definition, Engine beside) throws TargetException {
    String host = definition.host();
    Path certificates = definition.certificates();
    if (host == null) {
      return beside;
    }
    try {
      Engine engine =
          certificates == null ? Engine.at(host) : Engine.at(host, readable(certificates));
      opened.push(engine);
      return engine;
    } catch (IOException | RuntimeException e) {
      throw new TargetException(
          "target " + definition.name() + " cannot be set up: " + e.getMessage(),
          "see `targets` in slipway.yml: `certificates` names a folder with "
              + String.join(", ", CERTIFICATES)
              + ", as the docker command uses them",
          false,
          e);
    }
  }

  private static Path readable(Path certificates) throws IOException {
    for (String name : CERTIFICATES) {
      if (!Files.isReadable(certificates.resolve(name))) {
        throw new IOException(certificates.resolve(name) + " cannot be read");
      }
    }
    return certificates;
  }

  private static Place docker(
      Engine engine, Common common, @Nullable String address, @Nullable String network) {
    Reach reach = Reach.of(engine.address(), address);
    return new Place(
        TargetKind.DOCKER,
        new DockerTarget(engine, reach, common.installation(), network, common.logins()),
        new DockerCleanUp(engine, common.installation(), common.registry()),
        null);
  }

  private static Place swarm(
      Engine engine, Common common, @Nullable String address, @Nullable String network) {
    Reach reach = Reach.of(engine.address(), address);
    Target target = new SwarmTarget(engine, reach, common.installation(), network, common.logins());
    return new Place(
        TargetKind.SWARM,
        target,
        new SwarmCleanUp(engine, target, common.installation(), common.registry()),
        new SwarmNodes(engine));
  }

  @Override
  public Optional<Target> find(String name) {
    return Optional.ofNullable(places.get(name)).map(Place::target);
  }

  @Override
  public List<String> names() {
    return List.copyOf(places.keySet());
  }

  @Override
  public Optional<TargetKind> kind(String name) {
    return Optional.ofNullable(places.get(name)).map(Place::kind);
  }

  @Override
  public Optional<CleanUp> cleanUp(String name) {
    return Optional.ofNullable(places.get(name)).map(Place::cleanUp);
  }

  @Override
  public Optional<Nodes> nodes(String name) {
    return Optional.ofNullable(places.get(name)).map(Place::nodes);
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      close(opened.pop());
    }
  }

  private static void close(Engine engine) {
    try {
      engine.close();
    } catch (IOException e) {
      LOG.debug("{} did not close cleanly", engine.address(), e);
    }
  }

  /**
   * What all targets share.
   *
   * @param installation tells this Slipway's containers from those of others
   * @param registry {@code host:port[/prefix]}, as the names of its images begin
   * @param logins for pulling
   */
  public record Common(String installation, String registry, PullLogins logins) {}

  private record Place(TargetKind kind, Target target, CleanUp cleanUp, @Nullable Nodes nodes) {}
}
