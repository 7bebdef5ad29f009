package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.Release;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two releases.
 *
 * @param from how it is
 * @param to how it would be
 */
public record ReleaseChange(String what, String from, String to) {
  private static final String NONE = "none";

  /** What differs, in the order that people care about. */
  public static List<ReleaseChange> between(Release live, Release wanted) {
    List<ReleaseChange> changes = new ArrayList<>();
    add(
        changes,
        "Image",
        Show.digest(live.content().image().digest()),
        Show.digest(wanted.content().image().digest()));
    add(
        changes,
        "Commit",
        live.content().commit().abbreviated(),
        wanted.content().commit().abbreviated());
    addSpec(changes, live.content().spec(), wanted.content().spec());
    return changes;
  }

  private static void addSpec(List<ReleaseChange> changes, DeploySpec from, DeploySpec to) {
    add(changes, "Hosts", list(", ", from.hosts()), list(", ", to.hosts()));
    add(changes, "Request limits", from.limits(), to.limits());
    add(changes, "Replicas", from.replicas(), to.replicas());
    addWorkload(changes, from.workload(), to.workload());
    add(changes, "Health check", from.healthCheck(), to.healthCheck());
  }

  private static void addWorkload(List<ReleaseChange> changes, Workload from, Workload to) {
    add(changes, "Port", from.port(), to.port());
    add(changes, "Command", list(" ", from.command()), list(" ", to.command()));
    add(changes, "Volumes", list(", ", from.volumes()), list(", ", to.volumes()));
    add(changes, "Resources", from.resources(), to.resources());
    add(changes, "Grace period", from.stopGracePeriod(), to.stopGracePeriod());
    if (!from.env().equals(to.env())) {
      String gone = keys(from.env(), to.env());
      changes.add(new ReleaseChange("Environment", text(gone), text(keys(to.env(), from.env()))));
    }
  }

  private static String list(String between, List<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(between));
  }

  /** The names that the other does not have the same value for; values may be nobody's business. */
  private static String keys(Map<String, EnvValue> env, Map<String, EnvValue> other) {
    TreeSet<String> names = new TreeSet<>();
    env.forEach((name, value) -> {
      if (!value.equals(other.get(name))) {
        names.add(name + "=…");
      }
    });
    return String.join(" ", names);
  }

  private static void add(
      List<ReleaseChange> changes, String what, @Nullable Object from, @Nullable Object to) {
    if (!Objects.equals(from, to)) {
      changes.add(new ReleaseChange(what, text(from), text(to)));
    }
  }

  private static String text(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    return text.isEmpty() ? NONE : text;
  }
}
