package dev.slipway.builder.dockerfile;

import dev.slipway.builder.dockerfile.Instruction.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes one instruction of its line. */
final class InstructionReader {
  private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9-_.]*");
  private static final List<String> COPY_FLAGS =
      List.of("from", "chown", "chmod", "link?", "parents?", "exclude*");
  private static final List<String> ADD_FLAGS =
      List.of("chown", "chmod", "link?", "keep-git-dir?", "checksum", "unpack?", "exclude*");
  private static final List<String> RUN_FLAGS = List.of("mount*", "network", "security", "device*");
  private static final List<String> HEALTH_FLAGS =
      List.of("interval", "timeout", "start-period", "start-interval", "retries");

  private final Directives directives;
  private final SourceLines.Piece piece;
  private final Place place;
  private final String keyword;
  private final FlagWords words;

  InstructionReader(Directives directives, SourceLines.Piece piece) {
    this.directives = directives;
    this.piece = piece;
    this.place = piece.place();
    String[] split = Words.keywordAndRest(piece.line());
    this.keyword = split[0].toUpperCase(Locale.ROOT);
    this.words = FlagWords.of(split[1]);
  }

  Instruction read() throws DockerfileException {
    try {
      return switch (keyword) {
        case "FROM" -> from();
        case "ARG" -> new Instruction.Arg(place, args());
        case "ENV" -> new Instruction.Env(place, pairs());
        case "LABEL" -> new Instruction.Label(place, pairs());
        case "COPY" -> copy(false);
        case "ADD" -> copy(true);
        case "RUN" -> new Instruction.Run(place, words.byName(RUN_FLAGS), command(words.rest()));
        case "CMD" -> new Instruction.Cmd(place, command(plain()));
        case "ENTRYPOINT" -> new Instruction.Entrypoint(place, command(plain()));
        case "SHELL" -> new Instruction.Shell(place, shell());
        case "WORKDIR" -> new Instruction.Workdir(place, one());
        case "USER" -> new Instruction.User(place, one());
        case "STOPSIGNAL" -> new Instruction.StopSignal(place, one());
        case "MAINTAINER" -> new Instruction.Maintainer(place, one());
        case "EXPOSE" -> new Instruction.Expose(place, atLeastOne(Words.atBlanks(plain())));
        case "VOLUME" -> new Instruction.Volume(place, volumes());
        case "HEALTHCHECK" -> healthcheck();
        case "ONBUILD" -> new Instruction.OnBuild(place, trigger());
        default ->
            throw place.error(
                "unknown instruction: " + Words.keywordAndRest(piece.line())[0], nearest());
      };
    } catch (IllegalArgumentException e) {
      throw place.error(String.valueOf(e.getMessage()), "correct the " + keyword + " there");
    }
  }

  private Instruction from() {
    List<String> parts = Words.atBlanks(words.rest());
    Map<String, List<String>> flags = words.byName(List.of("platform"));
    String name = null;
    if (parts.size() == 3 && parts.get(1).equalsIgnoreCase("as")) {
      name = parts.get(2).toLowerCase(Locale.ROOT);
      if (!STAGE_NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "invalid name for build stage: \""
                + parts.get(2)
                + "\", name can't start with a number or contain symbols");
      }
    } else if (parts.size() != 1) {
      throw new IllegalArgumentException("FROM requires either one or three arguments");
    }
    List<String> platform = flags.get("platform");
    return new Instruction.From(
        place, parts.getFirst(), platform == null ? null : platform.getLast(), name);
  }

  private List<Variable> args() {
    List<Variable> variables = new ArrayList<>();
    for (String word : atLeastOne(Words.outsideQuotes(plain(), directives.escape()))) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      variables.add(variable(name, equals < 0 ? null : word.substring(equals + 1)));
    }
    return variables;
  }

  /** {@code NAME=VALUE ...}, or the older {@code NAME VALUE} with everything after the blank. */
  private List<Variable> pairs() {
    String text = plain();
    List<String> parts = atLeastOne(Words.outsideQuotes(text, directives.escape()));
    if (parts.getFirst().indexOf('=') < 0) {
      String[] old = Words.keywordAndRest(text);
      if (old[1].isEmpty()) {
        throw new IllegalArgumentException(keyword + " must have two arguments");
      }
      return List.of(variable(old[0], old[1]));
    }
    List<Variable> variables = new ArrayList<>();
    for (String part : parts) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "Syntax error - can't find = in \"" + part + "\". Must be of the form: name=value");
      }
      variables.add(variable(part.substring(0, equals), part.substring(equals + 1)));
    }
    return variables;
  }

  private Variable variable(String name, @Nullable String value) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(keyword + " names can not be blank");
    }
    return new Variable(name, value);
  }

  private Instruction copy(boolean add) {
    Map<String, List<String>> flags = words.byName(add ? ADD_FLAGS : COPY_FLAGS);
    List<String> paths = Words.json(words.rest()).orElseGet(() -> Words.atBlanks(words.rest()));
    if (paths.size() < 2) {
      throw new IllegalArgumentException(
          keyword
              + " requires at least two arguments, but only "
              + paths.size()
              + " provided. Destination could not be determined");
    }
    String destination = paths.getLast();
    if (!piece.texts().isEmpty() && HeredocWords.parse(destination).isPresent()) {
      throw new IllegalArgumentException(keyword + " cannot accept a heredoc as a destination");
    }
    List<String> sources = new ArrayList<>();
    List<Heredoc> texts = new ArrayList<>();
    for (String source : paths.subList(0, paths.size() - 1)) {
      Optional<Heredoc> begun =
          piece.texts().isEmpty() ? Optional.empty() : HeredocWords.parse(source);
      begun.ifPresentOrElse(word -> texts.add(text(word)), () -> sources.add(source));
    }
    return new Instruction.Copy(place, add, flags, sources, texts, destination);
  }

  private Heredoc text(Heredoc word) {
    return piece.texts().stream()
        .filter(text -> text.name().equals(word.name()))
        .reduce((_, later) -> later)
        .orElse(word);
  }

  private CommandLine command(String text) {
    Optional<List<String>> exec = Words.json(text);
    List<String> shell = text.isEmpty() ? List.of() : List.of(text);
    return new CommandLine(exec.orElse(shell), exec.isEmpty(), piece.texts());
  }

  private List<String> shell() {
    return Words.json(plain())
        .map(this::atLeastOne)
        .orElseThrow(
            () -> new IllegalArgumentException("SHELL requires the arguments to be in JSON form"));
  }

  private List<String> volumes() {
    String text = plain();
    List<String> paths = Words.json(text).orElseGet(() -> Words.atBlanks(text));
    for (String path : atLeastOne(paths)) {
      if (Chars.strip(path).isEmpty()) {
        throw new IllegalArgumentException("VOLUME specified can not be an empty string");
      }
    }
    return paths;
  }

  private Instruction healthcheck() {
    Map<String, List<String>> flags = words.byName(HEALTH_FLAGS);
    String[] split = Words.keywordAndRest(words.rest());
    String type = split[0].toUpperCase(Locale.ROOT);
    if (type.isEmpty()) {
      throw new IllegalArgumentException("HEALTHCHECK requires at least one argument");
    }
    if (type.equals("NONE")) {
      if (!split[1].isEmpty()) {
        throw new IllegalArgumentException("HEALTHCHECK NONE takes no arguments");
      }
      return new Instruction.Healthcheck(place, null, 0, 0, 0, 0, 0);
    }
    if (!type.equals("CMD")) {
      throw new IllegalArgumentException("Unknown type \"" + type + "\" in HEALTHCHECK (try CMD)");
    }
    CommandLine command = command(split[1]);
    if (command.words().isEmpty()) {
      throw new IllegalArgumentException("Missing command after HEALTHCHECK CMD");
    }
    return new Instruction.Healthcheck(
        place,
        command,
        Durations.flag(flags, "interval"),
        Durations.flag(flags, "timeout"),
        Durations.flag(flags, "start-period"),
        Durations.flag(flags, "start-interval"),
        retries(flags));
  }

  private static int retries(Map<String, List<String>> flags) {
    List<String> values = flags.get("retries");
    if (values == null || values.getLast().isEmpty()) {
      return 0;
    }
    int retries = Integer.parseInt(values.getLast());
    if (retries < 0) {
      throw new IllegalArgumentException("--retries cannot be negative (" + retries + ")");
    }
    return retries;
  }

  private String trigger() {
    String text = Words.keywordAndRest(piece.line())[1];
    String first = Words.keywordAndRest(text)[0].toUpperCase(Locale.ROOT);
    if (first.isEmpty()) {
      throw new IllegalArgumentException("ONBUILD requires at least one argument");
    }
    if (first.equals("ONBUILD")) {
      throw new IllegalArgumentException("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
    }
    if (first.equals("MAINTAINER") || first.equals("FROM")) {
      throw new IllegalArgumentException(first + " isn't allowed as an ONBUILD trigger");
    }
    StringBuilder whole = new StringBuilder(text);
    piece.texts().forEach(t -> whole.append('\n').append(t.content()).append(t.name()));
    return whole.toString();
  }

  /** What follows, of an instruction that has no flags. */
  private String plain() {
    words.byName(List.of());
    return words.rest();
  }

  private String one() {
    String text = plain();
    if (text.isEmpty()) {
      throw new IllegalArgumentException(keyword + " requires exactly one argument");
    }
    return text;
  }

  private List<String> atLeastOne(List<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(keyword + " requires at least one argument");
    }
    return values;
  }

  private String nearest() {
    return Keywords.nearest(keyword)
        .map(near -> "did you mean " + near + "?")
        .orElse("an instruction is one of " + String.join(", ", Keywords.ALL));
  }
}
