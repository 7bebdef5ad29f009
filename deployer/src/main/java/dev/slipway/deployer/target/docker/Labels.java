package dev.slipway.deployer.target.docker;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The labels by which containers are found again: nothing else is remembered about them. All carry
 * the installation, so that two Slipways on one engine never touch each other's.
 */
public final class Labels {
  public static final String INSTANCE = "dev.slipway.instance";
  public static final String SERVICE = "dev.slipway.service";
  public static final String RELEASE = "dev.slipway.release";
  public static final String DEPLOYMENT = "dev.slipway.deployment";

  /** Which of the release's replicas it is, from 1. */
  public static final String REPLICA = "dev.slipway.replica";

  /** The port on its machine; the engine itself forgets it when the container ends. */
  public static final String PORT = "dev.slipway.port";

  /** On what runs once and serves nobody. */
  public static final String ONCE = "dev.slipway.once";

  /** On volumes: the name that the pipeline file gives them. */
  public static final String VOLUME = "dev.slipway.volume";

  /** On what Slipway runs for itself. */
  static final String ROLE = "dev.slipway.role";

  /** Of what Slipway runs for itself: which way of running it. */
  static final String GENERATION = "dev.slipway.generation";

  private Labels() {}

  /** Of a container that serves. */
  public static Map<String, String> of(
      String installation, Deployment deployment, int replica, int port) {
    Map<String, String> labels = of(installation, deployment);
    labels.put(REPLICA, String.valueOf(replica));
    labels.put(PORT, String.valueOf(port));
    return labels;
  }

  /** Of a container that runs once. */
  public static Map<String, String> once(String installation, Deployment deployment) {
    Map<String, String> labels = of(installation, deployment);
    labels.put(ONCE, "true");
    return labels;
  }

  private static Map<String, String> of(String installation, Deployment deployment) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(INSTANCE, installation);
    labels.put(SERVICE, deployment.service().value());
    labels.put(RELEASE, String.valueOf(deployment.release()));
    labels.put(DEPLOYMENT, deployment.id().value());
    return labels;
  }

  /** Whether it was started to serve. */
  public static boolean serves(Map<String, String> labels) {
    return labels.containsKey(SERVICE) && !labels.containsKey(ONCE);
  }

  public static DeploymentId deployment(Map<String, String> labels) {
    return new DeploymentId(labels.getOrDefault(DEPLOYMENT, ""));
  }

  public static int number(Map<String, String> labels, String label) {
    return Integer.parseInt(labels.getOrDefault(label, "0"));
  }
}
