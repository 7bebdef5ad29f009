package dev.slipway.config.settings;

import java.util.List;

/**
 * What is wrong with the settings, all of it; each sentence names the setting and where it was
 * given.
 */
public final class InvalidSettingsException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  public InvalidSettingsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
