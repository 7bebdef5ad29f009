package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.Nodes.Node;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All targets.
 *
 * @param done what was just removed; null for nothing
 */
public record TargetsPage(List<TargetSummary> targets, @Nullable Done done) {
  private static final Pattern DIGEST = Pattern.compile("(@sha256:[0-9a-f]{12})[0-9a-f]+");

  public TargetsPage {
    targets = List.copyOf(targets);
  }

  /** What a thing is, in a word. */
  public static String kind(CleanUp.Item item) {
    return Things.word(item.kind());
  }

  /** By which people know it, with digests as engines quote them. */
  public static String name(CleanUp.Item item) {
    return DIGEST.matcher(item.name()).replaceAll("$1");
  }

  /** How a node is, in words that say what follows from it. */
  public static String state(Node node) {
    String ready = node.ready() ? "" : "not heard of, ";
    return ready
        + switch (node.availability()) {
          case ACTIVE -> "takes containers";
          case PAUSE -> "takes no new containers";
          case DRAIN -> "drained";
        };
  }

  /** {@code 4 cores, 15.6 GB}. */
  public static String size(Node node) {
    String cores = String.format(Locale.ROOT, "%.1f", node.cpus() / 1000.0).replace(".0", "");
    return cores + (cores.equals("1") ? " core, " : " cores, ") + Show.size(node.memory());
  }

  /** What went from a target, and what could not. */
  public record Done(String target, CleanUp.Outcome outcome) {
    /** In one sentence. */
    public String sentence() {
      String what = Things.counted(outcome.removed());
      return what.isEmpty()
          ? "Nothing was removed from " + target
          : what
              + (outcome.removed().size() == 1 ? " is" : " are")
              + " gone from "
              + target
              + "; at most "
              + Show.size(new CleanUp.Plan(outcome.removed()).bytes())
              + " became free";
    }
  }
}
