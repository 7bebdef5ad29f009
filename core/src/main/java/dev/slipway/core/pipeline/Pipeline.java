package dev.slipway.core.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * What is to be done for one commit.
 *
 * @param name shown to people
 * @param when when there is anything to do at all; empty for always
 * @param timeout for the whole build
 * @param builds at least one
 * @param tags given to every image beside its digest; at least one
 * @param deploys empty when nothing is deployed
 */
public record Pipeline(
    String name,
    List<When> when,
    Duration timeout,
    List<ImageBuild> builds,
    List<String> tags,
    List<DeploySpec> deploys) {
  public Pipeline {
    when = List.copyOf(when);
    builds = List.copyOf(builds);
    tags = List.copyOf(tags);
    deploys = List.copyOf(deploys);
  }
}
