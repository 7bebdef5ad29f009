package dev.slipway.core.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for one commit.
 *
 * @param name shown to people
 * @param when when there is anything to do at all; empty for always
 * @param concurrency null where builds of this repository need not wait for each other
 * @param timeout for the whole build
 * @param steps in the order of the file; run before the images are built, which get to see what the
 *     steps left in the work tree
 * @param services run beside the steps
 * @param builds at least one
 * @param tags given to every image beside its digest; at least one
 * @param deploys empty when nothing is deployed
 * @param syncs where else the images are to be
 */
public record Pipeline(
    String name,
    List<When> when,
    @Nullable Concurrency concurrency,
    Duration timeout,
    List<Step> steps,
    List<SideService> services,
    List<ImageBuild> builds,
    List<String> tags,
    List<DeploySpec> deploys,
    List<SyncSpec> syncs) {
  public Pipeline {
    when = List.copyOf(when);
    steps = List.copyOf(steps);
    services = List.copyOf(services);
    builds = List.copyOf(builds);
    tags = List.copyOf(tags);
    deploys = List.copyOf(deploys);
    syncs = List.copyOf(syncs);
  }

  /** One whose images stay where they are pushed. */
  public Pipeline(
      String name,
      List<When> when,
      @Nullable Concurrency concurrency,
      Duration timeout,
      List<Step> steps,
      List<SideService> services,
      List<ImageBuild> builds,
      List<String> tags,
      List<DeploySpec> deploys) {
    this(name, when, concurrency, timeout, steps, services, builds, tags, deploys, List.of());
  }

  /** One that only builds images and deploys them. */
  public Pipeline(
      String name,
      List<When> when,
      Duration timeout,
      List<ImageBuild> builds,
      List<String> tags,
      List<DeploySpec> deploys) {
    this(name, when, null, timeout, List.of(), List.of(), builds, tags, deploys);
  }

  /** Whether it builds the one image that every repository is believed to have. */
  public boolean onlyInfersItsImage() {
    return builds.size() == 1 && builds.getFirst().inferred();
  }

  /** The same with other steps. */
  public Pipeline withSteps(List<Step> other) {
    return new Pipeline(
        name, when, concurrency, timeout, other, services, builds, tags, deploys, syncs);
  }

  /** The names of all secrets that building it takes. */
  public Set<String> secrets() {
    Set<String> names = new TreeSet<>();
    steps.forEach(step -> names.addAll(EnvValue.secrets(step.env())));
    services.forEach(service -> names.addAll(EnvValue.secrets(service.env())));
    builds.forEach(build -> names.addAll(build.secrets()));
    return names;
  }
}
