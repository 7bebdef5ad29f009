package dev.slipway.builder.image;

import dev.slipway.builder.image.BuildErrors.Circumstances;
import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.ImageBuild;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes that an engine could not read a Dockerfile since it is older than what is written
 * there. Its own words do not say so: it takes the lines of a here-document for instructions.
 */
final class NewerSyntax {
  /** The first engine whose own frontend reads here-documents and {@code --link}. */
  private static final int FIRST_WITH_ALL = 23;

  private static final Pattern PARSE_ERROR =
      Pattern.compile(
          "dockerfile parse error (?:on )?line (?<line>\\d+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNKNOWN_FLAG =
      Pattern.compile("unknown flag: (?:--)?(?<flag>[\\w-]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern HERE_DOCUMENT =
      Pattern.compile(
          "\\s*(?:ONBUILD\\s+)?(?:RUN|COPY|ADD)\\s.*<<-?(?<quote>[\"']?)\\w+\\k<quote>.*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\..*");

  private NewerSyntax() {}

  /**
   * Makes a failure that names what the engine is too old for; empty when that is not the reason.
   *
   * @param error the engine's words
   * @param dockerfile its text; null when it could not be read
   */
  static Optional<Failure> explain(
      String error, @Nullable String dockerfile, EngineGreeting engine, Circumstances at) {
    Matcher parsed = PARSE_ERROR.matcher(error);
    if (!parsed.find() || !old(engine)) {
      return Optional.empty();
    }
    int line = Integer.parseInt(parsed.group("line"));
    Matcher flag = UNKNOWN_FLAG.matcher(error);
    if (flag.find()) {
      return Optional.of(tooOld(at, line, "the flag --" + flag.group("flag"), engine));
    }
    int start = dockerfile == null ? 0 : hereDocument(dockerfile.lines().toList(), line);
    return start == 0
        ? Optional.empty()
        : Optional.of(tooOld(at, start, "a here-document (<<)", engine));
  }

  /** Where the last one begins before the line, counting from 1; 0 when there is none. */
  private static int hereDocument(List<String> lines, int before) {
    for (int line = Math.min(before, lines.size()); line > 0; line--) {
      if (HERE_DOCUMENT.matcher(lines.get(line - 1)).matches()) {
        return line;
      }
    }
    return 0;
  }

  private static boolean old(EngineGreeting engine) {
    Matcher version = VERSION.matcher(engine.version());
    return version.matches() && Integer.parseInt(version.group(1)) < FIRST_WITH_ALL;
  }

  private static Failure tooOld(Circumstances at, int line, String what, EngineGreeting engine) {
    ImageBuild spec = at.spec();
    return new Failure.StepFailed(
        at.step(),
        "%s, line %d: %s is newer than %s".formatted(spec.dockerfile(), line, what, engine.name()),
        "write it without, update the engine to "
            + FIRST_WITH_ALL
            + ".0 or later, or begin the file with `# syntax=docker/dockerfile:1`, which the engine"
            + " fetches from Docker Hub");
  }
}
