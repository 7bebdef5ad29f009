package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Target.Order;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.ContainerSpec.PublishedPort;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts containers: replicas of a release, what runs once, and again what had ended. */
final class ContainerStart {
  private static final int MOST_PORTS_TRIED = 10;

  private final Engine engine;
  private final Reach reach;
  private final String installation;
  private final @Nullable String network;

  ContainerStart(Engine engine, Reach reach, String installation, @Nullable String network) {
    this.engine = engine;
    this.reach = reach;
    this.installation = installation;
    this.network = network;
  }

  /** Creates and starts it; a port that somebody else took meanwhile is replaced by another. */
  Instance replica(Order order, int replica) throws TargetException {
    ContainerSpec spec = new ContainerSpec(installation, network, order);
    List<String> env = Environment.of(order);
    int inside = Releases.portInside(order.release());
    String address = bindAddress();
    String image = order.release().content().image().toString();
    createVolumes(spec);
    for (int tried = 1; ; tried++) {
      PublishedPort published = new PublishedPort(address, Ports.forReach(reach));
      String id =
          engine.ask(
              "create a container of " + image,
              docker -> spec.serving(docker, env, replica, inside, published).exec().getId());
      try {
        engine.ask("start a container of " + image, docker -> docker.startContainerCmd(id).exec());
        return new Instance(id, reach.host(), published.port());
      } catch (TargetException e) {
        remove(id);
        if (!Ports.isTaken(e.getMessage()) || tried == MOST_PORTS_TRIED) {
          throw explained(order.release(), e);
        }
      }
    }
  }

  /** Creates and starts what runs once. */
  Instance once(Order order, List<String> command) throws TargetException {
    ContainerSpec spec = new ContainerSpec(installation, network, order);
    List<String> env = Environment.of(order);
    createVolumes(spec);
    String what = "a container of " + order.release().content().image() + " to run " + command;
    String id =
        engine.ask("create " + what, docker -> spec.once(docker, env, command).exec().getId());
    try {
      engine.ask("start " + what, docker -> docker.startContainerCmd(id).exec());
    } catch (TargetException e) {
      remove(id);
      throw explained(order.release(), e);
    }
    return new Instance(id, reach.host(), 0);
  }

  /** Starts what had ended, on its old port. */
  void again(Instance instance) throws TargetException {
    try {
      engine.ask(
          "start container " + instance.id(),
          docker -> {
            try {
              return docker.startContainerCmd(instance.id()).exec();
            } catch (NotModifiedException _) {
              return instance;
            }
          });
    } catch (TargetException e) {
      throw Ports.isTaken(e.getMessage()) ? portTaken(instance, e) : e;
    }
  }

  private void createVolumes(ContainerSpec spec) throws TargetException {
    engine.ask(
        "create the volumes of " + spec.order().release().service(),
        docker -> {
          spec.createVolumes(docker);
          return spec;
        });
  }

  private void remove(String id) throws TargetException {
    engine.ask(
        "remove container " + id,
        docker -> {
          try {
            docker.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
          } catch (NotFoundException | ConflictException _) {
            // Somebody else is removing it, which is just as well.
            return id;
          }
          return id;
        });
  }

  private String bindAddress() throws TargetException {
    try {
      return reach.bindAddress();
    } catch (UnknownHostException e) {
      throw new TargetException(
          "the address of " + reach.host() + ", where containers are to be published, is not known",
          "see that the name resolves, or set `address` of the target to one that does",
          true,
          e);
    }
  }

  private static TargetException portTaken(Instance instance, TargetException e) {
    return new TargetException(
        "container "
            + instance.id()
            + " cannot have its address "
            + instance
            + " back: somebody took it meanwhile",
        "stop what listens there (`ss -ltnp sport = :"
            + instance.port()
            + "`), or deploy the release again, which gives it another port",
        false,
        e);
  }

  private TargetException explained(Release release, TargetException e) {
    String said = e.getCause() instanceof DockerException cause ? Engine.said(cause) : "";
    if (said.contains("docker-init")) {
      return new TargetException(
          e.getMessage(),
          "install the engine's init: `docker-init` comes with Docker, or with Debian's tini",
          false,
          e);
    }
    if (said.contains("cannot assign requested address")) {
      return new TargetException(
          "the engine's machine has no address " + reach.host() + " to publish containers on",
          "set `address` of the target to the address of that machine that the edge reaches",
          false,
          e);
    }
    boolean noCommand = said.contains("executable file not found") || said.contains("no command");
    return noCommand
        ? new TargetException(
            "the command of " + release.content().image() + " cannot be started: " + said,
            "see that CMD, ENTRYPOINT or `command:` names a program that the image has",
            false,
            e)
        : e;
  }
}
