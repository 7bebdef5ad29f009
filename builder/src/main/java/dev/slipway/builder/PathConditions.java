package dev.slipway.builder;

import dev.slipway.core.NameFilter;
import dev.slipway.core.build.ChangedPaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds changed paths against path filters. Both may be a stranger's, so the time for all of them
 * together is limited; beyond it everything counts as changed. Used by one thread.
 */
final class PathConditions {
  static final Duration ALLOWED = Duration.ofSeconds(10);
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final Duration allowed;
  private long spent;

  PathConditions(Duration allowed) {
    this.allowed = allowed;
  }

  Condition of(NameFilter filter, Comparison.Result compared) {
    return switch (compared.paths()) {
      case ChangedPaths.Unknown(String because) -> everything(because);
      case ChangedPaths.Known(List<String> paths) ->
          wanted(filter, paths)
              .map(wanted -> told(filter, paths, wanted, compared.since()))
              .orElseGet(() ->
                  everything(
                      "holding %d of them against the patterns took longer than %d s"
                          .formatted(paths.size(), allowed.toSeconds())));
    };
  }

  private static Condition everything(String because) {
    return new Condition(true, "every path counts as changed, since " + because);
  }

  /** Empty when it takes too long. */
  private Optional<List<String>> wanted(NameFilter filter, List<String> paths) {
    List<String> wanted = new ArrayList<>();
    long startedAt = System.nanoTime() - spent;
    for (String path : paths) {
      spent = System.nanoTime() - startedAt;
      if (spent > allowed.toNanos()) {
        return Optional.empty();
      }
      if (filter.wants(path)) {
        wanted.add(path);
      }
    }
    return Optional.of(wanted);
  }

  private static Condition told(
      NameFilter filter, List<String> paths, List<String> wanted, String since) {
    if (paths.isEmpty()) {
      return new Condition(false, "nothing changed " + since);
    }
    if (wanted.isEmpty()) {
      return new Condition(false, unwanted(filter, paths) + "; nothing to build " + since);
    }
    String first = shown(wanted.getFirst());
    return new Condition(
        true,
        "%d of %s %s wanted by path, the first: %s"
            .formatted(wanted.size(), counted(paths), since, first));
  }

  private static String unwanted(NameFilter filter, List<String> paths) {
    String include = "path.include " + Condition.list(filter.include());
    String exclude = "path.exclude " + Condition.list(filter.exclude());
    String only = "the only changed path, " + shown(paths.getFirst()) + ",";
    boolean one = paths.size() == 1;
    if (filter.include().isEmpty()) {
      return (one ? only + " matches " : "all " + counted(paths) + " match ") + exclude;
    }
    String none = one ? only + " does not match " : "none of the " + counted(paths) + " matches ";
    return none + include + (filter.exclude().isEmpty() ? "" : " without matching " + exclude);
  }

  private static String counted(List<String> paths) {
    return paths.size() + (paths.size() == 1 ? " changed path" : " changed paths");
  }

  /** Git allows line breaks in names; a reason is one line. */
  private static String shown(String path) {
    return CONTROL.matcher(path).replaceAll("?");
  }
}
