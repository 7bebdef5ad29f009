package dev.slipway.core.deploy;

import java.util.Optional;

/**
 * A command that runs in a container, with somebody at its input and output. One thread may read
 * while another writes; {@link #close} may come from any.
 */
public interface Session extends AutoCloseable {
  /**
   * Waits for what it writes next.
   *
   * @return empty when it has written everything
   */
  Optional<Output> read() throws TargetException;

  /** Hands it input, and waits until that is taken. */
  void write(byte[] bytes) throws TargetException;

  /** Tells it that no more input comes. At a terminal, people type an end of file instead. */
  void endInput() throws TargetException;

  /** Tells it that its terminal has another size; without a terminal, nothing happens. */
  void resize(Size size) throws TargetException;

  /** How it ended, once {@link #read} has said that there is no more. */
  int exitCode() throws TargetException;

  /** Ends the command, if it still runs, with all that it started; can be repeated. */
  @Override
  void close();

  /** Of a terminal. */
  record Size(int columns, int rows) {}

  /**
   * What it has written.
   *
   * @param error to its standard error; at a terminal everything is output
   */
  // Each is read once, by whoever it was made for: nobody compares or keeps them.
  @SuppressWarnings("ArrayRecordComponent")
  record Output(boolean error, byte[] bytes) {}
}
