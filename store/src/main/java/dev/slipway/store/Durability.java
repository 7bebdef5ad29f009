package dev.slipway.store;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What decides whether a Redis keeps what it acknowledged. */
record Durability(String version, Map<String, String> settings) {
  private static final int OLDEST_MAJOR = 6;
  private static final int OLDEST_MINOR = 2;

  static Durability read(RedisCommands<String, String> commands) {
    String version =
        commands
            .info("server")
            .lines()
            .filter(line -> line.startsWith("redis_version:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown");
    return new Durability(
        version, commands.configGet("appendonly", "appendfsync", "maxmemory-policy"));
  }

  static List<String> risks(Durability found, String place) {
    List<String> risks = new ArrayList<>();
    if (!found.recentEnough()) {
      risks.add(
          "Redis at %s is version %s; Slipway needs 6.2 or newer, older ones lack commands it uses"
              .formatted(place, found.version));
    }
    if (found.differs("appendonly", "yes")) {
      risks.add(
          "Redis at %s keeps no append-only file: a restart loses every delivery and build since its last snapshot; set appendonly yes"
              .formatted(place));
    } else if (found.differs("appendfsync", "always")) {
      risks.add(
          "Redis at %s writes to disk with appendfsync %s: a crash of the machine loses deliveries that were already acknowledged; set appendfsync always"
              .formatted(place, found.settings.get("appendfsync")));
    }
    if (found.differs("maxmemory-policy", "noeviction")) {
      risks.add(
          "Redis at %s drops records when its memory is full (maxmemory-policy %s): builds and releases can vanish; set maxmemory-policy noeviction"
              .formatted(place, found.settings.get("maxmemory-policy")));
    }
    return List.copyOf(risks);
  }

  private boolean differs(String setting, String wanted) {
    return !wanted.equals(settings.get(setting));
  }

  private boolean recentEnough() {
    String[] parts = version.split("\\.", -1);
    if (parts.length < 2 || !parts[0].matches("\\d+") || !parts[1].matches("\\d+")) {
      return true;
    }
    int major = Integer.parseInt(parts[0]);
    return major > OLDEST_MAJOR
        || (major == OLDEST_MAJOR && Integer.parseInt(parts[1]) >= OLDEST_MINOR);
  }
}
