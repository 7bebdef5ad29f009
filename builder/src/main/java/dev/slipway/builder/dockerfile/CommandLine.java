package dev.slipway.builder.dockerfile;

import java.util.List;

/**
 * A command as it is written.
 *
 * @param words one for each argument, or a single one that a shell is to read
 * @param shell whether it is in shell form
 * @param files texts that follow it
 */
public record CommandLine(List<String> words, boolean shell, List<Heredoc> files) {
  public CommandLine {
    words = List.copyOf(words);
    files = List.copyOf(files);
  }
}
