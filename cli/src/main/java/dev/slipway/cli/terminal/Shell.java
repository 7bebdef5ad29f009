package dev.slipway.cli.terminal;

import dev.slipway.cli.exit.CommandFailed;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the program was started in: data goes to {@code out}, everything said to a person to {@code
 * err}. Questions are asked only where a person sits at both ends.
 */
public record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminals terminals,
    Map<String, String> environment) {
  private static final int LONGEST_INPUT = 64 * 1024;

  public Shell {
    environment = Map.copyOf(environment);
  }

  /** The process's own; always UTF-8, and standard output is flushed by whoever writes. */
  public static Shell ofThisProcess() {
    return new Shell(
        System.in,
        stream(new FileOutputStream(FileDescriptor.out), false),
        stream(new FileOutputStream(FileDescriptor.err), true),
        Terminals.ofThisProcess(),
        System.getenv());
  }

  /** A stream as commands write to it. */
  public static PrintStream stream(OutputStream to, boolean flushAtLineEnds) {
    return new PrintStream(
        new BufferedOutputStream(to, 1 << 16), flushAtLineEnds, StandardCharsets.UTF_8);
  }

  /** Whether a person reads the data, so that tables and relative times are wanted. */
  public boolean forPerson() {
    return terminals.out();
  }

  /** Whether colours may be written to {@code out}. */
  public boolean colors() {
    return terminals.out()
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Whether somebody is there to answer. */
  public boolean interactive() {
    return terminals.in() && terminals.err() && environment.getOrDefault("CI", "").isEmpty();
  }

  /** Writes data. */
  public void print(String line) {
    out.print(line);
    out.print('\n');
  }

  /** Tells a person something; control characters in it are not passed on to the terminal. */
  public void say(String line) {
    err.println(SafeText.lines(line));
  }

  /** Asks, where somebody is there; otherwise whoever wrote the command has decided already. */
  public boolean confirm(String question) {
    if (!interactive()) {
      return true;
    }
    err.print(SafeText.lines(question) + " [y/N] ");
    err.flush();
    String answer = firstLine().toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }

  /**
   * Gets a secret: typed without echo at a terminal, or the first line of standard input.
   *
   * @param what names it in the question, such as {@code Token for http://...}
   */
  public String secret(String what) {
    if (!terminals.in()) {
      return firstLine();
    }
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (!interactive() || console.isEmpty()) {
      throw CommandFailed.usage(
          what + " cannot be asked for here", "send it by standard input: ... < FILE");
    }
    err.print(what + ": ");
    err.flush();
    char[] typed = console.get().readPassword();
    return typed == null ? "" : new String(typed).strip();
  }

  private String firstLine() {
    try {
      // Closing the reader would close the process's standard input.
      var reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), LONGEST_INPUT);
      String line = reader.readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      throw CommandFailed.usage("standard input cannot be read: " + e.getMessage(), "");
    }
  }

  /** Whether whoever read the data has gone, as after {@code | head}. */
  public boolean readerGone() {
    return out.checkError();
  }
}
