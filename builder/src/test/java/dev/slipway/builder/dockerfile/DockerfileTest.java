package dev.slipway.builder.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.builder.dockerfile.Instruction.Variable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {

  @Test
  void comments_empty_lines_and_case_mean_nothing() throws Exception {
    Dockerfile file =
        parse("\uFEFF# a comment", "", "  from busybox  ", "   # another", "\tenv A=b", "CmD ls");

    assertThat(file.stages()).hasSize(1);
    assertThat(file.stages().getFirst().from().image()).isEqualTo("busybox");
    assertThat(file.stages().getFirst().instructions())
        .extracting(Instruction::keyword)
        .containsExactly("ENV", "CMD");
    assertThat(file.stages().getFirst().instructions())
        .extracting(instruction -> instruction.place().line())
        .containsExactly(5, 6);
  }

  @Test
  void a_line_goes_on_after_an_escape_over_comments_and_empty_lines() throws Exception {
    Instruction.Run run =
        only(Instruction.Run.class, "RUN a \\", "# not this", "", "  b \\  ", "   && c", "CMD x");

    assertThat(run.command().words()).containsExactly("a   b    && c");
    assertThat(run.place().line()).isEqualTo(2);
  }

  @Test
  void two_escapes_at_the_end_do_not_go_on() throws Exception {
    assertThat(stage("RUN a\\\\", "CMD x").instructions()).hasSize(2);
  }

  @Test
  void the_file_may_end_where_a_line_goes_on() throws Exception {
    assertThat(only(Instruction.Run.class, "RUN a \\").command().words()).containsExactly("a");
  }

  @Test
  void line_ends_of_another_system_are_line_ends() throws Exception {
    Dockerfile file =
        Dockerfile.parse("FROM a\r\nRUN x \\\r\n y\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(((Instruction.Run) file.stages().getFirst().instructions().getFirst()).command())
        .isEqualTo(new CommandLine(List.of("x  y"), true, List.of()));
  }

  @Test
  void directives_stand_at_the_top() throws Exception {
    Dockerfile file =
        parse(
            "# syntax = docker/dockerfile:1 ",
            "#ESCAPE=`",
            "# check=skip=all",
            "FROM a",
            "RUN x `",
            "y");
    assertThat(file.directives()).isEqualTo(new Directives('`', "docker/dockerfile:1", "skip=all"));
    assertThat(file.stages().getFirst().instructions()).hasSize(1);
  }

  @Test
  void a_directive_after_a_comment_is_a_comment() throws Exception {
    assertThat(parse("# hello", "# escape=`", "FROM a").directives().escape()).isEqualTo('\\');
    assertThat(parse("FROM a", "# syntax=x").directives().syntax()).isNull();
  }

  @Test
  void json_is_the_exec_form_and_everything_else_is_for_a_shell() throws Exception {
    assertThat(command("[\"a\", \"b c\"]")).isEqualTo(exec("a", "b c"));
    assertThat(command("[]")).isEqualTo(exec());
    assertThat(command("[\"\\u00e4\\n\"]")).isEqualTo(exec("ä\n"));
    assertThat(command("a \"b\"")).isEqualTo(shell("a \"b\""));
    assertThat(command("['a']")).isEqualTo(shell("['a']"));
    assertThat(command("[\"a\"] x")).isEqualTo(shell("[\"a\"] x"));
    assertThat(command("[\"a\"")).isEqualTo(shell("[\"a\""));
    assertThat(command("[ -d x ] && y")).isEqualTo(shell("[ -d x ] && y"));
    assertThat(only(Instruction.Cmd.class, "CMD").command().words()).isEmpty();
  }

  @Test
  void variables_are_set_in_both_ways() throws Exception {
    assertThat(env("A=b")).containsExactly(new Variable("A", "b"));
    assertThat(env("A=b C=\"d e\" F='g h' I=j\\ k"))
        .containsExactly(
            new Variable("A", "b"),
            new Variable("C", "\"d e\""),
            new Variable("F", "'g h'"),
            new Variable("I", "j\\ k"));
    assertThat(env("A b c=d")).containsExactly(new Variable("A", "b c=d"));
    assertThat(env("A=b=c")).containsExactly(new Variable("A", "b=c"));
    assertThat(env("A=")).containsExactly(new Variable("A", ""));
    assertThat(env("A=\"x\\\"y z\" B='\\'")) //
        .containsExactly(new Variable("A", "\"x\\\"y z\""), new Variable("B", "'\\'"));
    assertThat(only(Instruction.Label.class, "LABEL \"a b\"=c").labels())
        .containsExactly(new Variable("\"a b\"", "c"));
  }

  @Test
  void arguments_may_have_defaults() throws Exception {
    assertThat(only(Instruction.Arg.class, "ARG A B=c D=\"e f\" G=").variables())
        .containsExactly(
            new Variable("A", null),
            new Variable("B", "c"),
            new Variable("D", "\"e f\""),
            new Variable("G", ""));
  }

  @Test
  void flags_come_before_the_words() throws Exception {
    Instruction.Copy copy =
        only(
            Instruction.Copy.class,
            "COPY --from=build --chown=1:2 --chmod=0644 --link --parents --exclude=a"
                + " --exclude=\"b c\" x y /z/");
    assertThat(copy.flags())
        .isEqualTo(
            Map.of(
                "from", List.of("build"),
                "chown", List.of("1:2"),
                "chmod", List.of("0644"),
                "link", List.of("true"),
                "parents", List.of("true"),
                "exclude", List.of("a", "b c")));
    assertThat(copy.sources()).containsExactly("x", "y");
    assertThat(copy.destination()).isEqualTo("/z/");
    assertThat(copy.add()).isFalse();
    assertThat(only(Instruction.Copy.class, "ADD --checksum=sha256:00 --link=false x y").flags())
        .containsEntry("link", List.of("false"));
    assertThat(only(Instruction.Copy.class, "COPY -- --x y").sources()).containsExactly("--x");
    assertThat(
            only(Instruction.Run.class, "RUN --mount=type=cache,target=/x --mount=type=secret y"))
        .extracting(run -> run.flags().get("mount"))
        .isEqualTo(List.of("type=cache,target=/x", "type=secret"));
    assertThat(only(Instruction.Cmd.class, "CMD [\"--x\"]").command()).isEqualTo(exec("--x"));
  }

  @Test
  void paths_with_blanks_are_written_as_json() throws Exception {
    Instruction.Copy copy = only(Instruction.Copy.class, "COPY [\"a b\", \"c\", \"/d e/\"]");
    assertThat(copy.sources()).containsExactly("a b", "c");
    assertThat(copy.destination()).isEqualTo("/d e/");
    assertThat(only(Instruction.Volume.class, "VOLUME [\"/a b\"]").paths()).containsExactly("/a b");
    assertThat(only(Instruction.Volume.class, "VOLUME /a /b").paths()).containsExactly("/a", "/b");
  }

  @Test
  void texts_follow_their_instruction() throws Exception {
    Stage stage =
        stage(
            "COPY <<one.txt <<-\"two\" x /dir/",
            "# no comment $A",
            "one.txt",
            "\t\tindented $A",
            "\ttwo",
            "RUN <<EOF cat > /x",
            "hello",
            "EOF",
            "CMD x");

    Instruction.Copy copy = (Instruction.Copy) stage.instructions().getFirst();
    assertThat(copy.texts())
        .containsExactly(
            new Heredoc("one.txt", "# no comment $A\n", true, false),
            new Heredoc("two", "\t\tindented $A\n", false, true));
    assertThat(copy.texts().getLast().text()).isEqualTo("indented $A\n");
    assertThat(copy.sources()).containsExactly("x");
    Instruction.Run run = (Instruction.Run) stage.instructions().get(1);
    assertThat(run.command().files()).containsExactly(new Heredoc("EOF", "hello\n", true, false));
    assertThat(stage.instructions().getLast().place().line()).isEqualTo(10);
  }

  @Test
  void a_command_in_json_has_no_texts() throws Exception {
    assertThat(stage("RUN [\"cat\", \"<<EOF\"]", "CMD x").instructions()).hasSize(2);
  }

  @Test
  void shifts_and_strings_for_the_shell_are_no_texts() throws Exception {
    assertThat(stage("RUN echo $((1<<2))", "RUN cat <<<word", "CMD x").instructions()).hasSize(3);
  }

  @Test
  void health_is_checked_as_it_says() throws Exception {
    assertThat(
            only(
                Instruction.Healthcheck.class,
                "HEALTHCHECK --interval=1m30s --timeout=1.5s --start-period=2h --retries=4 CMD a"
                    + " b"))
        .isEqualTo(
            new Instruction.Healthcheck(
                new Place(
                    2,
                    "HEALTHCHECK --interval=1m30s --timeout=1.5s --start-period=2h --retries=4 CMD"
                        + " a b"),
                shell("a b"),
                90_000_000_000L,
                1_500_000_000L,
                7_200_000_000_000L,
                0,
                4));
    assertThat(only(Instruction.Healthcheck.class, "HEALTHCHECK NONE").command()).isNull();
    assertThat(only(Instruction.Healthcheck.class, "healthcheck cmd [\"a\"]").command())
        .isEqualTo(exec("a"));
  }

  @Test
  void stages_are_found_by_name_and_number() throws Exception {
    Dockerfile file =
        parse("FROM a AS One", "FROM --platform=linux/arm64 b as two", "FROM c", "FROM d AS one");

    assertThat(file.target(null)).get().extracting(Stage::number).isEqualTo(3);
    assertThat(file.target("ONE")).get().extracting(Stage::number).isEqualTo(3);
    assertThat(file.target("2")).get().extracting(Stage::number).isEqualTo(2);
    assertThat(file.target("nope")).isEmpty();
    assertThat(file.stageBefore(3, "one")).get().extracting(Stage::number).isEqualTo(0);
    assertThat(file.stageBefore(1, "2")).isEmpty();
    assertThat(file.stages().get(1).from().platform()).isEqualTo("linux/arm64");
  }

  @Test
  void a_trigger_is_kept_as_it_is_written() throws Exception {
    assertThat(only(Instruction.OnBuild.class, "ONBUILD  RUN  a b").trigger())
        .isEqualTo("RUN  a b");
  }

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          ''                         | 0 | file with no instructions
          # only a comment           | 0 | file with no instructions
          RUN x                      | 1 | no build stage in current context
          ARG x                      | 0 | file with no instructions
          FETCH it                   | 1 | unknown instruction: FETCH
          FROM a;COPPY x y           | 2 | unknown instruction: COPPY
          FROM                       | 1 | FROM requires either one or three arguments
          FROM a b                   | 1 | FROM requires either one or three arguments
          FROM a AS 1st              | 1 | invalid name for build stage
          FROM --what=x a            | 1 | unknown flag: --what
          FROM a;COPY x              | 2 | COPY requires at least two arguments
          FROM a;COPY [1, 2]         | 2 | arrays must be comprised of strings only
          FROM a;COPY --from x y     | 2 | missing a value on flag: --from
          FROM a;COPY --nope=1 x y   | 2 | unknown flag: --nope
          FROM a;COPY --link=x a b   | 2 | expecting boolean value for flag --link
          FROM a;COPY --chown=1 --chown=2 x y | 2 | duplicate flag specified: --chown
          FROM a;COPY <<E x;text     | 2 | unterminated heredoc
          FROM a;COPY x <<E;text;E   | 2 | cannot accept a heredoc as a destination
          FROM a;ENV A               | 2 | ENV must have two arguments
          FROM a;ENV                 | 2 | ENV requires at least one argument
          FROM a;ENV A=b C           | 2 | can't find = in "C"
          FROM a;ENV =b              | 2 | ENV names can not be blank
          FROM a;ARG                 | 2 | ARG requires at least one argument
          FROM a;WORKDIR             | 2 | WORKDIR requires exactly one argument
          FROM a;EXPOSE              | 2 | EXPOSE requires at least one argument
          FROM a;VOLUME [""]         | 2 | VOLUME specified can not be an empty string
          FROM a;SHELL x             | 2 | SHELL requires the arguments to be in JSON form
          FROM a;HEALTHCHECK         | 2 | HEALTHCHECK requires at least one argument
          FROM a;HEALTHCHECK x       | 2 | Unknown type "X" in HEALTHCHECK
          FROM a;HEALTHCHECK NONE x  | 2 | HEALTHCHECK NONE takes no arguments
          FROM a;HEALTHCHECK CMD     | 2 | Missing command after HEALTHCHECK CMD
          FROM a;HEALTHCHECK --interval=x CMD y | 2 | time: invalid duration "x"
          FROM a;HEALTHCHECK --interval=1us CMD y | 2 | cannot be less than 1ms
          FROM a;HEALTHCHECK --retries=-1 CMD y | 2 | --retries cannot be negative
          FROM a;ONBUILD             | 2 | ONBUILD requires at least one argument
          FROM a;ONBUILD ONBUILD x   | 2 | Chaining ONBUILD
          FROM a;ONBUILD FROM x      | 2 | FROM isn't allowed as an ONBUILD trigger
          FROM a;STOPSIGNAL          | 2 | STOPSIGNAL requires exactly one argument
          FROM a;USER                | 2 | USER requires exactly one argument
          # escape=x;FROM a          | 1 | invalid ESCAPE 'x'
          # syntax=a;# syntax=b;FROM a | 2 | only one syntax parser directive can be used
          """)
  void what_BuildKit_refuses_is_refused_with_its_line(String file, int line, String message) {
    DockerfileException refused =
        catchThrowableOfType(
            DockerfileException.class,
            () -> parse(file.equals("''") ? new String[0] : file.split(";")));

    assertThat(refused).isNotNull();
    assertThat(refused.line()).isEqualTo(line);
    assertThat(refused).hasMessageContaining(message);
    assertThat(refused.hint()).isNotEmpty();
  }

  @Test
  void a_wrong_name_is_answered_with_the_nearest() {
    DockerfileException refused =
        catchThrowableOfType(DockerfileException.class, () -> parse("FROM a", "COPPY x y"));
    assertThat(refused.hint()).isEqualTo("did you mean COPY?");
  }

  private static Dockerfile parse(String... lines) throws DockerfileException {
    return Dockerfile.parse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static Stage stage(String... lines) throws DockerfileException {
    return parse(("FROM a\n" + String.join("\n", lines)).split("\n")).stages().getFirst();
  }

  private static <I extends Instruction> I only(Class<I> kind, String... lines)
      throws DockerfileException {
    return kind.cast(stage(lines).instructions().getFirst());
  }

  private static CommandLine command(String words) throws DockerfileException {
    return only(Instruction.Cmd.class, "CMD " + words).command();
  }

  private static List<Variable> env(String words) throws DockerfileException {
    return only(Instruction.Env.class, "ENV " + words).variables();
  }

  private static CommandLine exec(String... words) {
    return new CommandLine(List.of(words), false, List.of());
  }

  private static CommandLine shell(String words) {
    return new CommandLine(List.of(words), true, List.of());
  }
}
