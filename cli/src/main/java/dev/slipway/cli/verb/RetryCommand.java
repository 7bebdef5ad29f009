package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Repeats a build. */
@Command(
    name = "retry",
    description = "Builds the commit of an ended build again, as a new build.",
    footer = {"", "Example: slipway retry 'shop#12'"})
public final class RetryCommand extends BuildVerb {
  @Option(names = "--no-cache", description = "Use nothing of what earlier builds left.")
  boolean noCache;

  public RetryCommand(Shell shell) {
    super(shell);
  }

  @Override
  String action() {
    return "retry";
  }

  @Override
  ObjectNode body() {
    return noCache ? super.body().put("cache", false) : super.body();
  }

  @Override
  String accepted(String name) {
    return "Build started; follow it: slipway watch '%s'".formatted(name);
  }
}
