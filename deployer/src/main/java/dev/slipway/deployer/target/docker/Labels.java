package dev.slipway.deployer.target.docker;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Instance;
import java.util.Map;

/**
 * The labels by which containers are found again: nothing else is remembered about them. All carry
 * the installation, so that two Slipways on one engine never touch each other's.
 */
final class Labels {
  static final String INSTANCE = "dev.slipway.instance";
  static final String SERVICE = "dev.slipway.service";
  static final String RELEASE = "dev.slipway.release";
  static final String DEPLOYMENT = "dev.slipway.deployment";

  /** Which of the release's replicas it is, from 1. */
  static final String REPLICA = "dev.slipway.replica";

  /** The port on this machine; the engine itself forgets it when the container ends. */
  static final String PORT = "dev.slipway.port";

  /** On what Slipway runs for itself. */
  static final String ROLE = "dev.slipway.role";

  private Labels() {}

  static Map<String, String> of(String installation, Deployment deployment, int replica, int port) {
    return Map.of(
        INSTANCE,
        installation,
        SERVICE,
        deployment.service().value(),
        RELEASE,
        String.valueOf(deployment.release()),
        DEPLOYMENT,
        deployment.id().value(),
        REPLICA,
        String.valueOf(replica),
        PORT,
        String.valueOf(port));
  }

  static Instance instance(String id, Map<String, String> labels) {
    return new Instance(id, Ports.HOST, number(labels, PORT));
  }

  static int number(Map<String, String> labels, String label) {
    return Integer.parseInt(labels.getOrDefault(label, "0"));
  }
}
