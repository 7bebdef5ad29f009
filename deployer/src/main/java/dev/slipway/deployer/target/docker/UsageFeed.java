package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.model.CpuStatsConfig;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import dev.slipway.core.deploy.Target.Usage;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a container uses, from the engine's figures.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/stats/">how the docker
 *     command computes them</a>
 */
public final class UsageFeed extends EngineFeed<UsageFeed, Statistics> {
  private static final int THOUSANDTHS = 1000;

  private final long memoryLimit;
  private final Consumer<Usage> figures;

  /**
   * Tells the figures one by one.
   *
   * @param memoryLimit in bytes, 0 for none: the engine gives its machine's memory then
   */
  public UsageFeed(long memoryLimit, Consumer<Usage> figures) {
    this.memoryLimit = memoryLimit;
    this.figures = figures;
  }

  @Override
  public void onNext(Statistics now) {
    if (hasEnded(now)) {
      // The engine would go on for ever, with zeros.
      onComplete();
      close();
      return;
    }
    if (number(now.getPreCpuStats(), CpuStatsConfig::getSystemCpuUsage) == 0) {
      // The first figures have nothing to be compared with.
      return;
    }
    figures.accept(
        new Usage(
            cpu(now.getPreCpuStats(), now.getCpuStats()),
            memory(now.getMemoryStats()),
            memoryLimit,
            number(now.getPidsStats(), stats -> stats.getCurrent()),
            traffic(now, StatisticNetworksConfig::getRxBytes),
            traffic(now, StatisticNetworksConfig::getTxBytes)));
  }

  private static boolean hasEnded(Statistics now) {
    return number(now.getCpuStats(), CpuStatsConfig::getSystemCpuUsage) == 0;
  }

  /** The container's part of what all cores of the machine did meanwhile, times their number. */
  private static long cpu(CpuStatsConfig before, CpuStatsConfig now) {
    long machine =
        number(now, CpuStatsConfig::getSystemCpuUsage)
            - number(before, CpuStatsConfig::getSystemCpuUsage);
    long container = total(now) - total(before);
    long cores = Math.max(1, number(now, CpuStatsConfig::getOnlineCpus));
    return machine <= 0 || container <= 0
        ? 0
        : Math.round((double) container / machine * cores * THOUSANDTHS);
  }

  private static long total(CpuStatsConfig cpu) {
    return number(cpu.getCpuUsage(), usage -> usage.getTotalUsage());
  }

  /** Without the files that the kernel caches and would drop; cgroup v1 and v2 name them apart. */
  private static long memory(@Nullable MemoryStatsConfig memory) {
    long used = number(memory, MemoryStatsConfig::getUsage);
    var details = memory == null ? null : memory.getStats();
    long inactive = number(details, stats -> stats.getTotalInactiveFile());
    if (inactive == 0) {
      inactive = number(details, stats -> stats.getInactiveFile());
    }
    return inactive < used ? used - inactive : used;
  }

  private static long traffic(Statistics now, Figure<StatisticNetworksConfig> direction) {
    Map<String, StatisticNetworksConfig> networks = now.getNetworks();
    ToLongFunction<StatisticNetworksConfig> bytes = network -> number(network, direction);
    return networks == null ? 0 : networks.values().stream().mapToLong(bytes).sum();
  }

  private static <T> long number(@Nullable T from, Figure<T> figure) {
    Long found = from == null ? null : figure.apply(from);
    return found == null ? 0 : found;
  }

  /** A figure that an engine may leave out. */
  private interface Figure<T> {
    @Nullable Long apply(T from);
  }
}
