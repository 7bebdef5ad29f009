package dev.slipway.builder.steps;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.pipeline.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every container of a build is held to. Beside the limits: no new privileges, the engine's
 * own seccomp profile, nothing of the engine's machine mounted, and none of those default
 * capabilities that no build needs. Safe for concurrent use.
 */
final class Confinement {
  private static final long NANOS_PER_THOUSANDTH = 1_000_000;
  private static final int THOUSANDTHS = 1000;

  /** Forging packets, device files, and the kernel's audit log. */
  private static final Capability[] DROPPED = {
    Capability.NET_RAW, Capability.MKNOD, Capability.AUDIT_WRITE
  };

  private final Containers containers;
  private final StepLimits limits;
  private volatile @Nullable Integer cores;

  Confinement(Containers containers, StepLimits limits) {
    this.containers = containers;
    this.limits = limits;
  }

  /** How a container has to be run that asks for those resources. */
  HostConfig of(Resources asked, String network, List<Mount> mounts) throws BuildFailedException {
    HostConfig config =
        HostConfig.newHostConfig()
            .withNetworkMode(network)
            .withMounts(mounts)
            .withPrivileged(false)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withCapDrop(DROPPED)
            .withPidsLimit(processes(asked))
            // No memory images of crashed programs in the work tree. The number of open files is
            // left to the engine, which cannot raise its own limit everywhere.
            .withUlimits(List.of(new Ulimit("core", 0L, 0L)))
            // Reaps what commands leave behind, and dies of SIGTERM, which a shell as the first
            // process does not.
            .withInit(true)
            .withRestartPolicy(RestartPolicy.noRestart())
            // We listen from the start; a copy on the engine's disk would be read by nobody.
            .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
    Integer cpus = asked.cpus() == null ? limits.resources().cpus() : asked.cpus();
    if (cpus != null) {
      config.withNanoCPUs(Math.min(cpus, cores() * THOUSANDTHS) * NANOS_PER_THOUSANDTH);
    }
    Long memory = memory(asked);
    if (memory != null) {
      // The same figure for memory and swap together: no swapping around the limit.
      config.withMemory(memory).withMemorySwap(memory);
    }
    return config;
  }

  /** Nobody gets more than the administrator allows. */
  private long processes(Resources asked) {
    Integer wanted = asked.pids();
    return wanted == null ? limits.processes() : Math.min(wanted, limits.processes());
  }

  /** How much memory a container gets that asks for those; null for as much as there is. */
  @Nullable Long memory(Resources asked) {
    return asked.memory() == null ? limits.resources().memory() : asked.memory();
  }

  /**
   * A volume in a container. Never a folder of the engine's machine.
   *
   * @param filled whether it begins with what the image has at that path
   */
  static Mount mount(String volume, String path, boolean filled) {
    return new Mount()
        .withType(MountType.VOLUME)
        .withSource(volume)
        .withTarget(path)
        .withVolumeOptions(new VolumeOptions().withNoCopy(!filled));
  }

  /** The engine refuses more than it has, which a pipeline file cannot know. */
  private int cores() throws BuildFailedException {
    Integer known = cores;
    if (known == null) {
      Integer told = containers.ask("describe itself", docker -> docker.infoCmd().exec().getNCPU());
      known = told == null ? 1 : told;
      cores = known;
    }
    return known;
  }
}
