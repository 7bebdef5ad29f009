package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.deploy.Session.Output;
import dev.slipway.core.deploy.Session.Size;
import dev.slipway.core.deploy.Target.Condition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every place must do that lets people run commands in its containers. */
public abstract class SessionsContract extends TargetStage {
  @Test
  void whatACommandReadsAndWritesIsPassedOnByteByByteUntilTheEndOfItsInput() throws Exception {
    Instance instance = start("piped", Behaviour.SERVES, 1).only();
    byte[] sent = new byte[300_000];
    new Random(7).nextBytes(sent);

    try (Session session = target().open(instance, List.of("cat"), null)) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  session.write(sent);
                  session.endInput();
                } catch (TargetException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(all(session, false)).isEqualTo(sent);
      assertThat(session.exitCode()).isZero();
      writer.join();
    }
  }

  @Test
  void bothOutputsOfACommandAndItsExitCodeAreTold() throws Exception {
    Instance instance = start("spoken-to", Behaviour.SERVES, 1).only();
    List<String> command = List.of("sh", "-c", "read name; echo \"ahoy $name\" >&2; exit 42");

    try (Session session = target().open(instance, command, null)) {
      session.write("Grüß\n".getBytes(StandardCharsets.UTF_8));

      assertThat(new String(all(session, true), StandardCharsets.UTF_8)).isEqualTo("ahoy Grüß\n");
      assertThat(session.exitCode()).isEqualTo(42);
    }
  }

  @Test
  void aTerminalHasTheSizeThatItIsGivenAndEchoesWhatIsTyped() throws Exception {
    Instance instance = start("typed-at", Behaviour.SERVES, 1).only();

    try (Session session = target().open(instance, List.of("sh"), new Size(91, 33))) {
      type(session, "tty; stty size; echo is-$((6 * 7))\n");
      String shown = until(session, "is-42");
      assertThat(shown).contains("echo is-$((6 * 7))").contains("/dev/pts/").contains("33 91");
      session.resize(new Size(120, 40));
      type(session, "stty size\n");
      assertThat(until(session, "40 120")).isNotEmpty();
      type(session, "exit 5\n");
      all(session, false);
      assertThat(session.exitCode()).isEqualTo(5);
    }
  }

  /**
   * What the command waits for, and many others, have numbers that a list by name has before the
   * command's own: whoever ends one after the other lets the command go on.
   */
  @Test
  void aSessionThatIsClosedLeavesNoProcessBehindAndNoneGoesOn() throws Exception {
    Instance instance = start("left-alone", Behaviour.SERVES, 1).only();
    String command =
        """
        trap '' HUP TERM
        own=$$ last=
        while [ ${#last} -le ${#own} ]; do : & last=$!; wait; done
        sleep 4343 & last=$!
        for each in 1 2 3 4 5 6 7 8 9; do sleep 4343 & sleep 4343 & sleep 4343 & done
        echo begun
        wait $last
        > /tmp/went-on
        """;
    Session session = target().open(instance, List.of("sh", "-c", command), null);
    until(session, "begun");

    session.close();
    session.close();

    assertThat(holds(instance, "! ps | grep -q '[s]leep 4343'")).isTrue();
    assertThat(holds(instance, "! [ -e /tmp/went-on ]")).isTrue();
    assertThat(session.exitCode()).isNotZero();
    assertThat(target().condition(instance)).isInstanceOf(Condition.Running.class);
  }

  @Test
  void aTerminalThatIsClosedLeavesNoProcessBehind() throws Exception {
    Instance instance = start("hung-up", Behaviour.SERVES, 1).only();
    Session session = target().open(instance, List.of("sh"), new Size(80, 24));
    type(session, "sleep 4444 & echo bg-$((40 + 2)); sleep 4445\n");
    until(session, "bg-42");

    session.close();

    assertThat(holds(instance, "! ps | grep -q '[s]leep 444'")).isTrue();
  }

  @Test
  void aCommandThatIsNotThereTellsSo() throws Exception {
    Instance instance = start("lacks-it", Behaviour.SERVES, 1).only();

    try (Session session = target().open(instance, List.of("no-such-command"), null)) {
      all(session, false);
      assertThat(session.exitCode()).isIn(126, 127);
    }
  }

  @Test
  void aContainerThatHasEndedTakesNoCommand() throws Exception {
    Instance instance = start("no-more", Behaviour.EXITS, 1).only();
    await(instance, condition -> condition instanceof Condition.Exited);

    TargetException refused =
        catchThrowableOfType(
            TargetException.class, () -> target().open(instance, List.of("sh"), null));

    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).isNotEmpty();
  }

  private static void type(Session session, String text) throws TargetException {
    session.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] all(Session session, boolean error) throws TargetException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Optional<Output> next = session.read();
    while (next.isPresent()) {
      if (next.get().error() == error) {
        bytes.writeBytes(next.get().bytes());
      }
      next = session.read();
    }
    return bytes.toByteArray();
  }

  private static String until(Session session, String text) throws TargetException {
    StringBuilder shown = new StringBuilder();
    while (shown.indexOf(text) < 0) {
      byte[] bytes = session.read().orElseThrow().bytes();
      shown.append(new String(bytes, StandardCharsets.UTF_8));
    }
    return shown.toString();
  }
}
