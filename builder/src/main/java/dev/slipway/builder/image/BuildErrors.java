package dev.slipway.builder.image;

import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.pipeline.ImageBuild;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose fault a broken build is. The engine has only words for it, which differ between its
 * builders and versions, so the rules are patterns, tried in order; the tests hold the words of
 * those engines that were seen.
 */
final class BuildErrors {
  private static final Pattern EXIT_CODE =
      pattern("(?s).*(?:exit code:|returned a non-zero code:) (?<code>\\d+)");
  private static final Pattern DISK_FULL = pattern("no space left on device");
  private static final Pattern SYNTAX =
      pattern("dockerfile parse error (?:on )?line (?<line>\\d+): (?<what>.+)");
  private static final Pattern NO_INSTRUCTIONS = pattern("file with no instructions");
  private static final Pattern NO_DOCKERFILE =
      pattern("failed to read dockerfile|cannot locate specified dockerfile");
  private static final Pattern NO_TARGET =
      pattern(
          "target stage \"?(?<stage>[^\\s\"]+)\"? could not be found"
              + "|failed to reach build target (?<classic>\\S+) in Dockerfile");
  private static final Pattern NO_FILE =
      pattern(
          "failed to (?:compute|calculate) (?:cache key|checksum).*\"(?<path>[^\"]+)\"+:? not found"
              + "|(?:COPY|ADD) failed: file not found in build context.*: stat (?<classic>[^:]+):");
  private static final Pattern NEEDS_BUILDKIT = pattern("requires BuildKit");
  private static final Pattern NO_SECRET = pattern("secret (?<id>[\\w.-]+)(?:: | )not found");
  private static final Pattern NO_SSH = pattern("no SSH key .* forwarded|ssh.* not found");
  private static final Pattern NETWORK =
      pattern(
          "dial tcp|no such host|connection (?:refused|reset)|timeout|deadline exceeded|unreachable"
              + "|no route to host|server misbehaving|\\bEOF\\b|toomanyrequests|too many requests"
              + "|unexpected status.*: 5\\d\\d|x509");
  private static final Pattern ENGINE_AWAY =
      pattern("transport is closing|code = Unavailable|shutting down|context canceled");
  private static final Pattern FROM = pattern("^\\[[^]]*] FROM (?:--\\S+ )*(?<image>\\S+)");

  private BuildErrors() {}

  /**
   * What was known when the engine reported the error.
   *
   * @param fromFork whether it is a build without secrets
   * @param step the step it happened in
   * @param lastLine what that step wrote last; may be empty
   * @param image the base image that was being looked up or fetched in it, if so
   * @param executing whether a step of the Dockerfile had begun
   */
  record Circumstances(
      ImageBuild spec,
      boolean fromFork,
      String step,
      String lastLine,
      @Nullable String image,
      boolean executing) {}

  /**
   * The exit code of the command that the error speaks of; null when it is about none. It comes
   * last: the command itself stands before it, and may contain the same words.
   */
  static @Nullable Integer exitCode(String error) {
    Matcher code = EXIT_CODE.matcher(error);
    return code.find() ? Integer.valueOf(code.group("code")) : null;
  }

  /** The base image that a step of a Dockerfile brings in; null when it does something else. */
  static @Nullable String baseImage(String step) {
    Matcher from = FROM.matcher(step);
    return from.find() ? from.group("image") : null;
  }

  /** Makes a failure of the engine's words. */
  static Failure classify(String error, Circumstances at) {
    Integer code = exitCode(error);
    if (code != null) {
      return commandFailed(code, at);
    }
    return diskFull(error)
        .or(() -> secretMissing(error, at))
        .or(() -> dockerfileWrong(error, at))
        .or(() -> fileMissing(error, at))
        .or(() -> baseImageMissing(error, at))
        .orElseGet(() -> other(error, at));
  }

  private static Failure commandFailed(int code, Circumstances at) {
    if (at.lastLine().endsWith("exec format error")) {
      return new StepFailed(
          at.step(),
          "the command is made for another kind of processor than the engine's machine has",
          "build on a machine of that platform, or install an emulator for it (QEMU in binfmt_misc)"
              + " on the engine's machine");
    }
    String said = at.lastLine().isEmpty() ? "" : "; it last said: " + at.lastLine();
    String hint =
        switch (code) {
          case 126 -> "the command is there but may not be executed: check the file's mode";
          case 127 -> "the command is not in the image: install it in an earlier step";
          case 137 -> "it was killed, mostly for lack of memory: give the engine more, or use less";
          default -> "run the same command in the same base image to see it fail, and fix it";
        };
    return new StepFailed(at.step(), "the command ended with exit code " + code + said, hint);
  }

  private static Optional<Failure> diskFull(String error) {
    return DISK_FULL.matcher(error).find()
        ? Optional.of(
            new Infrastructure(
                "the engine's disk is full: " + error,
                "free some: `docker system df` on the engine's machine shows what takes it",
                false))
        : Optional.empty();
  }

  private static Optional<Failure> dockerfileWrong(String error, Circumstances at) {
    String file = at.spec().dockerfile();
    Matcher syntax = SYNTAX.matcher(error);
    if (syntax.find()) {
      return theirs(
          at,
          file + ", line " + syntax.group("line") + ": " + syntax.group("what").strip(),
          "correct that line");
    }
    if (NO_INSTRUCTIONS.matcher(error).find()) {
      return theirs(at, file + " has no instructions", "begin it with FROM and a base image");
    }
    if (NO_DOCKERFILE.matcher(error).find()) {
      String folder = at.spec().context().isEmpty() ? "the root" : at.spec().context();
      return theirs(
          at,
          "there is no " + file + " in " + folder + " of the repository",
          "commit it, or say where it is with `build.dockerfile` in .slipway.yml");
    }
    Matcher target = NO_TARGET.matcher(error);
    if (target.find()) {
      return theirs(
          at,
          file + " has no stage named " + either(target, "stage", "classic"),
          "write `FROM ... AS NAME`, or name an existing stage with `build.target`");
    }
    if (NEEDS_BUILDKIT.matcher(error).find()) {
      return theirs(
          at,
          error,
          "this engine's classic builder cannot do that: enable BuildKit, or write it without");
    }
    return Optional.empty();
  }

  private static Optional<Failure> secretMissing(String error, Circumstances at) {
    Matcher secret = NO_SECRET.matcher(error);
    if (secret.find()) {
      String id = secret.group("id");
      return theirs(at, "the step needs the secret " + id + noSecret(id, at), secretHint(id, at));
    }
    return NO_SSH.matcher(error).find()
        ? theirs(
            at,
            "the step mounts an SSH agent, and builds have none",
            "store a key as a secret and mount that: --mount=type=secret,id=NAME,target=FILE")
        : Optional.empty();
  }

  private static String noSecret(String id, Circumstances at) {
    if (at.fromFork()) {
      return ", and pull requests from forks get none";
    }
    return at.spec().secrets().contains(id)
        ? ", which nobody has set"
        : ", which `build.secrets` in .slipway.yml does not list";
  }

  private static String secretHint(String id, Circumstances at) {
    if (at.fromFork()) {
      return "let the step do without it (leave out `required=true`), or push the commit to a"
          + " branch of the repository itself";
    }
    return at.spec().secrets().contains(id)
        ? "set it with `slipway secrets set " + id + "`"
        : "add `secrets: ["
            + id
            + "]` to the build's entry, and set its value with `slipway secrets"
            + " set "
            + id
            + "`";
  }

  private static Optional<Failure> fileMissing(String error, Circumstances at) {
    Matcher file = NO_FILE.matcher(error);
    return file.find()
        ? theirs(
            at,
            either(file, "path", "classic").replaceFirst("^/", "") + " is not in the build context",
            "commit it, check that the path starts at the context's folder, and that no line of"
                + " .dockerignore leaves it out")
        : Optional.empty();
  }

  private static Optional<Failure> baseImageMissing(String error, Circumstances at) {
    if (at.image() == null) {
      return Optional.empty();
    }
    if (at.step().equals(VertexSteps.FRONTEND)) {
      return Optional.of(frontendMissing(error, at.image(), at));
    }
    return NETWORK.matcher(error).find()
        ? Optional.of(
            new Infrastructure(
                "base image " + at.image() + " could not be fetched: " + error,
                "check that the engine's machine reaches that registry",
                true))
        : theirs(
            at,
            "base image " + at.image() + " could not be fetched: " + error,
            "check its name, tag and platform; a private one needs credentials for its registry");
  }

  private static Failure frontendMissing(String error, String image, Circumstances at) {
    String message =
        at.spec().dockerfile()
            + " begins with `# syntax=`, and "
            + image
            + ", which is to read it, could not be fetched: "
            + error;
    String hint =
        "leave that line out, so that the engine reads the file itself, or let the engine's machine"
            + " reach that registry";
    return NETWORK.matcher(error).find()
        ? new Infrastructure(message, hint, true)
        : new StepFailed(at.step(), message, hint);
  }

  private static Failure other(String error, Circumstances at) {
    if (ENGINE_AWAY.matcher(error).find()) {
      return new Infrastructure(
          "the engine broke the build off: " + error,
          "it may have been restarted; its log tells more",
          true);
    }
    return at.executing()
        ? new StepFailed(at.step(), error, "these are the engine's words; look at the step's log")
        : new Infrastructure(
            "the engine could not begin the build: " + error, "the engine's log tells more", true);
  }

  private static Optional<Failure> theirs(Circumstances at, String message, String hint) {
    return Optional.of(new StepFailed(at.step(), message, hint));
  }

  private static String either(Matcher matcher, String group, String other) {
    String value = matcher.group(group);
    return value == null ? String.valueOf(matcher.group(other)) : value;
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
