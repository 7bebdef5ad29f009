package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Release;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.UpdatePlan.Canary;
import dev.slipway.core.pipeline.UpdatePlan.ReleaseCommand;
import dev.slipway.core.pipeline.Workload;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two releases, in words. Of variables and secrets it has the names only.
 *
 * @param from how it is
 * @param to how it would be
 */
public record ReleaseChange(String what, String from, String to) {
  private static final String NONE = "none";
  private static final int SHORT_DIGEST = 12;

  /** What may differ, in the order that people care about. */
  private static final List<Aspect> ASPECTS =
      List.of(
          new Aspect("Image", release -> shortDigest(release.content().image().digest())),
          new Aspect("Commit", release -> release.content().commit().abbreviated()),
          ofSpec("Target", DeploySpec::target),
          ofSpec("Hosts", spec -> list(", ", spec.hosts())),
          ofSpec("Largest request", spec -> bytes(spec.limits().requestBody())),
          ofSpec("Response timeout", spec -> duration(spec.limits().responseTimeout())),
          ofSpec("Replicas", spec -> text(spec.replicas())),
          ofWorkload("Port", workload -> text(workload.port())),
          ofWorkload("Command", workload -> list(" ", workload.command())),
          ofWorkload("Volumes", workload -> list(", ", workload.volumes())),
          ofWorkload("CPUs", workload -> cpus(workload.resources())),
          ofWorkload("Memory", workload -> bytes(workload.resources().memory())),
          ofWorkload("Processes", workload -> text(workload.resources().pids())),
          ofWorkload("Grace period", workload -> duration(workload.stopGracePeriod())),
          ofSpec("Health check", spec -> probe(spec.healthCheck().probe())),
          ofSpec("Health check's times", spec -> times(spec.healthCheck())),
          ofSpec("Order", spec -> word(spec.order())),
          ofPlan("Replaced at a time", plan -> text(plan.parallelism())),
          ofPlan("Watched for", plan -> duration(plan.monitor())),
          ofPlan("When it does badly", plan -> word(plan.onFailure())),
          ofPlan("Canary", plan -> canary(plan.canary())),
          ofPlan("Release command", plan -> releaseCommand(plan.releaseCommand())),
          ofPlan("Reversible", plan -> plan.reversible() ? "yes" : "no"),
          ofPlan("Standby", plan -> duration(plan.standby())));

  /** What differs, in the order that people care about. */
  public static List<ReleaseChange> between(Release live, Release wanted) {
    List<ReleaseChange> changes = new ArrayList<>();
    for (Aspect aspect : ASPECTS) {
      String from = aspect.words().apply(live);
      String to = aspect.words().apply(wanted);
      if (!from.equals(to)) {
        changes.add(new ReleaseChange(aspect.what(), orNone(from), orNone(to)));
      }
    }
    addNames(changes, "Environment", env(live), env(wanted), _ -> "=…");
    addNames(
        changes,
        "Secrets",
        live.content().secrets(),
        wanted.content().secrets(),
        version -> " v" + version.version());
    return changes;
  }

  private static Map<String, EnvValue> env(Release release) {
    return release.content().spec().workload().env();
  }

  private static <T> void addNames(
      List<ReleaseChange> changes,
      String what,
      Map<String, T> from,
      Map<String, T> to,
      Function<T, String> suffix) {
    if (!from.equals(to)) {
      String gone = namesNotIn(to, from, suffix);
      changes.add(new ReleaseChange(what, orNone(gone), orNone(namesNotIn(from, to, suffix))));
    }
  }

  /** The names for which the other has no such value; values may be nobody's business. */
  private static <T> String namesNotIn(
      Map<String, T> other, Map<String, T> all, Function<T, String> suffix) {
    TreeSet<String> names = new TreeSet<>();
    all.forEach((name, value) -> {
      if (!value.equals(other.get(name))) {
        names.add(name + suffix.apply(value));
      }
    });
    return String.join(" ", names);
  }

  private static Aspect ofSpec(String what, Function<DeploySpec, String> words) {
    return new Aspect(what, release -> words.apply(release.content().spec()));
  }

  private static Aspect ofWorkload(String what, Function<Workload, String> words) {
    return ofSpec(what, spec -> words.apply(spec.workload()));
  }

  private static Aspect ofPlan(String what, Function<UpdatePlan, String> words) {
    return ofSpec(what, spec -> words.apply(spec.update()));
  }

  private static String probe(Probe probe) {
    return switch (probe) {
      case Probe.Http(String path, var wanted) -> "GET " + path + ", " + wanted;
      case Probe.Command(List<String> words) -> String.join(" ", words);
      case Probe.Tcp _ -> "the port is open";
      case Probe.OfImage _ -> "the image's HEALTHCHECK";
      case Probe.Inferred _ -> "the image's HEALTHCHECK, or the port is open";
    };
  }

  private static String times(HealthCheck check) {
    return "every %s, at most %s, %d tries, start period %s"
        .formatted(
            duration(check.interval()),
            duration(check.timeout()),
            check.retries(),
            duration(check.startPeriod()));
  }

  private static String canary(@Nullable Canary canary) {
    return canary == null
        ? ""
        : canary.steps().stream().map(step -> step + " %").collect(Collectors.joining(", "))
            + ", each for "
            + duration(canary.hold());
  }

  private static String releaseCommand(@Nullable ReleaseCommand command) {
    return command == null
        ? ""
        : String.join(" ", command.command()) + ", at most " + duration(command.timeout());
  }

  private static String cpus(Resources resources) {
    Integer thousandths = resources.cpus();
    return thousandths == null
        ? ""
        : BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
  }

  /** In the largest unit of the pipeline file that is exact. */
  private static String bytes(@Nullable Long bytes) {
    if (bytes == null) {
      return "";
    }
    long rest = bytes;
    String units = "BKMGT";
    int unit = 0;
    while (rest != 0 && rest % 1024 == 0 && unit < units.length() - 1) {
      rest /= 1024;
      unit++;
    }
    return rest + units.substring(unit, unit + 1);
  }

  /** As the pipeline file spells it: {@code 1m30s}. */
  private static String duration(@Nullable Duration length) {
    return length == null
        ? ""
        : length.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String shortDigest(String digest) {
    int start = digest.indexOf(':') + 1;
    return digest.substring(start, Math.min(digest.length(), start + SHORT_DIGEST));
  }

  private static String list(String between, Collection<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(between));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  /** One thing that may differ. */
  private record Aspect(String what, Function<Release, String> words) {}
}
